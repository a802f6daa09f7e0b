/**
 * A request that is not taken. A client sends the whole batch again for any of them, so none is about what an event holds:
 * only about who sends, whether there is a body at all, and whether it can be stored now.
 */
const STATUSES = {
  bad_request: 400,
  unauthorized: 401,
  method_not_allowed: 405,
  too_slow: 408,
  too_large: 413,
  busy: 429,
  unavailable: 503,
} as const;

export type RefusalCode = keyof typeof STATUSES;

export class IngestRefusal extends Error {
  override name = 'IngestRefusal';
  readonly status: number;

  constructor(
    readonly code: RefusalCode,
    message: string,
    /** Seconds after which to try again; kube-apiserver's client honours 1 to 5 within its own 30 s. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
    this.status = STATUSES[code];
  }
}

export function badToken(): IngestRefusal {
  return new IngestRefusal(
    'unauthorized',
    'The token was not accepted: it is missing, unknown or revoked. Send the header “Authorization: Bearer plumb_…” with a ' +
      'token of the Sources screen or of: npm run token -- create --cluster NAME --label TEXT. kube-apiserver sends it over https only.',
  );
}
