/** The box that `g f` goes to. */
export const FACET_SEARCH_ID = 'facet-search';
