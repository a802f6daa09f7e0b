/** A page's searchParams as Next gives them. */
export type SearchParams = Record<string, string | string[] | undefined>;

/** The same as URLSearchParams, in order. */
export function readSearchParams(searchParams: SearchParams): URLSearchParams {
  const params = new URLSearchParams();
  for (const [key, values] of Object.entries(searchParams)) {
    for (const value of Array.isArray(values) ? values : [values]) if (value !== undefined) params.append(key, value);
  }
  return params;
}
