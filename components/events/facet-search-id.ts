/** The box that `/` goes to. */
export const FACET_SEARCH_ID = 'facet-search';
