/**
 * Which of a request's events stands for it where requests are counted: the answer. A watch is counted when it begins, since
 * it may last for hours, and one that was refused when it ends, since it never began.
 */

/** `code` is 0 where there is none. */
export function isCountedRequest(stage: string, verb: string, code: number): boolean {
  if (stage === 'RequestReceived') return false;
  if (stage === 'ResponseStarted') return verb === 'watch';
  return verb !== 'watch' || code >= 400;
}

/** The same as a query of the search: it returns exactly the events that are counted. */
export const countedRequestQuery =
  '(-stage:RequestReceived -stage:ResponseStarted -verb:watch) OR (stage:ResponseStarted verb:watch) OR ' +
  '(-stage:RequestReceived -stage:ResponseStarted verb:watch code:>=400)';

export const writeVerbs = ['create', 'update', 'patch', 'delete', 'deletecollection'] as const;
