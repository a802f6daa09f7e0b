/**
 * What became of a request, as the four colours of every chart plus "no response". The response code decides: an event
 * can carry decision "allow" and still be a 403, when admission refused it.
 */
export const outcomes = ['ok', 'clientError', 'denied', 'serverError', 'noResponse'] as const;

export type Outcome = (typeof outcomes)[number];

/** Outcomes that count as a failed API call: the ones with a response code of 400 or more. */
export const failedOutcomes = ['clientError', 'denied', 'serverError'] as const satisfies readonly Outcome[];

export const outcomeLabels: Record<Outcome, string> = {
  ok: 'ok',
  clientError: '4xx',
  denied: 'denied',
  serverError: '5xx',
  noResponse: 'no response yet',
};

/** `code` is responseStatus.code, `decision` the annotation authorization.k8s.io/decision; null where absent. */
export function outcomeOf(code: number | null, decision: string | null): Outcome {
  if (code === null) return decision === 'forbid' ? 'denied' : 'noResponse';
  if (code >= 500) return 'serverError';
  if (code === 401 || code === 403) return 'denied';
  if (code >= 400) return 'clientError';
  return 'ok';
}
