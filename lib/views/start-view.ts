/** The view that a browser begins with: a cookie, as the theme is, so that it needs no name and the server knows it at once. */
export const START_COOKIE = 'plumbline-start';
const YEAR_SECONDS = 31_536_000;
const ID = /^[0-9a-z-]{1,60}$/;

/** The id of a saved or a ready view in a cookie's value; null for the overview. */
export function parseStart(value: string | undefined): string | null {
  return value !== undefined && ID.test(value) ? value : null;
}

/** What to write; null takes it back. */
export function startCookie(id: string | null): string {
  return `${START_COOKIE}=${id ?? ''}; path=/; max-age=${id === null ? 0 : YEAR_SECONDS}; samesite=lax`;
}
