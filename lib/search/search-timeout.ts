/** A search that would take longer than a page may wait. A state of the page, not a fault: it says how to narrow. */
export class SearchTimeoutError extends Error {
  override name = 'SearchTimeoutError';

  constructor(limitMs: number, what = `The search was stopped after ${limitMs / 1000} s.`) {
    super(
      `${what} Choose a shorter time range or add a filter on a field ` +
        '(user, verb, resource, namespace …): those are answered from counts and stay quick.',
    );
  }

  /** More events would have to be looked at one by one than there is room for. */
  static tooMany(limit: number): SearchTimeoutError {
    return new SearchTimeoutError(
      0,
      `More than ${limit.toLocaleString('en-US')} events would have to be looked at one by one.`,
    );
  }
}
