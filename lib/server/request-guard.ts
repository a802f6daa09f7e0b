// Which requests are refused before anything looks at them. A server on loopback is reachable by every page that the
// person has open, in two ways: another site's form or script posts to it (cross-site), and another site's name is
// pointed at 127.0.0.1 (DNS rebinding), so that the browser believes our answers to be that site's own.

export interface Refusal {
  status: 403 | 421;
  code: 'cross_origin' | 'unknown_host';
  message: string;
}

interface Asked {
  method: string;
  host: string | undefined;
  origin: string | undefined;
  fetchSite: string | undefined;
}

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Why a request is refused, or undefined when it may pass. `boundHost` is the address that the server listens on. */
export function refuseRequest(asked: Asked, boundHost: string): Refusal | undefined {
  return refuseHost(asked.host, boundHost) ?? refuseCrossOrigin(asked);
}

function refuseHost(host: string | undefined, boundHost: string): Refusal | undefined {
  if (!isLoopback(boundHost)) return undefined; // bound to a network on purpose; its names are not ours to know
  const name = hostName(host);
  if (name !== undefined && (isLoopback(name) || name === boundHost.toLowerCase())) return undefined;
  return {
    status: 421,
    code: 'unknown_host',
    message:
      `This Plumbline answers only to localhost and ${boundHost}, and was asked as ${JSON.stringify(host ?? '')}. ` +
      'To serve it under another name, start it with HOST set to the address of that network.',
  };
}

function refuseCrossOrigin({ method, host, origin, fetchSite }: Asked): Refusal | undefined {
  if (SAFE_METHODS.has(method)) return undefined;
  const sameSite = fetchSite === undefined || fetchSite === 'same-origin' || fetchSite === 'none';
  if (sameSite && (origin === undefined || originHost(origin) === host?.toLowerCase())) return undefined;
  return {
    status: 403,
    code: 'cross_origin',
    message:
      `A ${method} from another site (${origin ?? fetchSite}) is refused: only Plumbline's own pages, and programs that ` +
      'send no Origin header, may change anything.',
  };
}

function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  return LOOPBACK_NAMES.has(name) || name === '::1' || name.endsWith('.localhost') || /^127(\.\d{1,3}){3}$/.test(name);
}

/** The name in a Host header, without the port. */
function hostName(host: string | undefined): string | undefined {
  return host?.toLowerCase().match(/^(\[[0-9a-f:.]+\]|[^:[\]/@\s]+)(:\d{1,5})?$/)?.[1];
}

function originHost(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined; // "null" of a sandboxed frame cannot be parsed
}
