// The headers of every answer. Audit events are hostile text by nature, so the page may run only the scripts that Next
// wrote into it: each request gets a nonce, and Next takes it from the *request's* content-security-policy header and
// puts it on its own scripts. A page therefore has to be rendered for the request, never ahead of it.

import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

const FIXED_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY', // for browsers that do not know frame-ancestors
} as const;

export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    // Charts and the virtualised table place their parts by style attributes, which a nonce cannot cover.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Sets the answer's headers and tells Next the nonce (also a layout, as the request header x-nonce). */
export function applySecurityHeaders(request: IncomingMessage, response: ServerResponse): void {
  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy(nonce);
  request.headers['content-security-policy'] = policy;
  request.headers['x-nonce'] = nonce;
  delete request.headers['content-security-policy-report-only']; // Next would believe a nonce that a client wrote there
  response.setHeader('content-security-policy', policy);
  for (const [name, value] of Object.entries(FIXED_HEADERS)) response.setHeader(name, value);
  if ('encrypted' in request.socket) response.setHeader('strict-transport-security', 'max-age=31536000');
}
