/** The command line of the shipper, checked. */
import path from 'node:path';
import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm run ship -- --follow FILE --to URL --token-file FILE [options]

Follows a kube-apiserver's audit log through its rotations and sends every line to Plumbline's receiver.

  --follow FILE            the log; its rotated files beside it are found by themselves
  --to URL                 Plumbline's address, or the whole one of its receiver (https://…/api/ingest/audit)
  --token-file FILE        the ingest token of the cluster
  --spool DIR              where positions and what could not be sent yet are kept (default: .plumbline-ship)
  --spool-limit BYTES      most bytes of that, with K, M or G (default: 1G); at the limit reading stops
  --from-start             at the first start also send what the log and its rotated files hold already
  --ca FILE                certificate of the authority that signed the receiver's
  --cert FILE --key FILE   our own certificate, when the receiver demands one
  --gather SECONDS         a line waits this long for others to go with it (default: 1)
  --longest-pause SECONDS  between attempts while the receiver is away (default: 30)
  --status-interval SECONDS  between status lines (default: 30)
  --status-file FILE       the last status line, for probes`;

export type ShipOptions = {
  follow: string;
  to: URL;
  tokenFile: string;
  spool: string;
  spoolLimit: number;
  fromStart: boolean;
  ca?: string;
  cert?: string;
  key?: string;
  gatherMs: number;
  longestPauseMs: number;
  statusIntervalMs: number;
  statusFile?: string;
};

/** The options, or what is wrong with them. */
export function parseShipOptions(args: string[], directory: string): ShipOptions | string {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args,
      options: {
        follow: text,
        to: text,
        'token-file': text,
        spool: { ...text, default: '.plumbline-ship' },
        'spool-limit': { ...text, default: '1G' },
        'from-start': { type: 'boolean', default: false },
        ca: text,
        cert: text,
        key: text,
        gather: { ...text, default: '1' },
        'longest-pause': { ...text, default: '30' },
        'status-interval': { ...text, default: '30' },
        'status-file': text,
      },
    });
    const file = (name: string | undefined) => (name === undefined ? undefined : path.resolve(directory, name));
    return {
      follow: path.resolve(directory, required(values.follow, '--follow')),
      to: address(required(values.to, '--to')),
      tokenFile: path.resolve(directory, required(values['token-file'], '--token-file')),
      spool: path.resolve(directory, values.spool),
      spoolLimit: bytes(values['spool-limit']),
      fromStart: values['from-start'],
      ca: file(values.ca),
      ...pair(file(values.cert), file(values.key)),
      gatherMs: seconds(values.gather, '--gather'),
      longestPauseMs: seconds(values['longest-pause'], '--longest-pause'),
      statusIntervalMs: seconds(values['status-interval'], '--status-interval'),
      statusFile: file(values['status-file']),
    };
  } catch (error) {
    return `${error instanceof Error ? error.message : error}\n\n${USAGE}`;
  }
}

function required(value: string | undefined, name: string): string {
  if (!value) throw new Error(`${name} is missing.`);
  return value;
}

function address(value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new Error(`--to ${value} is no address: expected https://host[:port].`);
  }
  if (url.username || url.password) throw new Error('--to holds a password: the token belongs into --token-file.');
  if (url.pathname === '/') url.pathname = '/api/ingest/audit';
  return url;
}

function bytes(value: string): number {
  const [, number, unit = ''] = /^(\d+)([KMG]?)$/i.exec(value) ?? [];
  if (!number) throw new Error(`--spool-limit ${value} is no size: expected bytes, such as 500M.`);
  return Number(number) * 1024 ** ['', 'K', 'M', 'G'].indexOf(unit.toUpperCase());
}

function seconds(value: string, name: string): number {
  const number = Number(value);
  if (!(number > 0 && number <= 3600)) throw new Error(`${name} ${value}: expected seconds, from above 0 to 3600.`);
  return number * 1000;
}

function pair(cert: string | undefined, key: string | undefined) {
  if ((cert === undefined) !== (key === undefined)) throw new Error('--cert and --key belong together.');
  return { cert, key };
}
