/** Characters that a query may have: the parser is recursive, and an address has an end. */
export const MAX_QUERY_LENGTH = 20_000;
