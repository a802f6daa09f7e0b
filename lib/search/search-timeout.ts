/** A search that would take longer than a page may wait. A state of the page, not a fault: it says how to narrow. */
export class SearchTimeoutError extends Error {
  override name = 'SearchTimeoutError';

  constructor(limitMs: number) {
    super(
      `The search was stopped after ${limitMs / 1000} s. Choose a shorter time range or add a filter on a field ` +
        '(user, verb, resource, namespace …): those are answered from counts and stay quick.',
    );
  }
}
