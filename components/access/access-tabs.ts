/** The questions of the screen, by their name in the URL (`tab`). */
export const accessTabs = [
  { name: 'denied', label: 'Denied, then allowed' },
  { name: 'identities', label: 'Least privilege' },
  { name: 'grants', label: 'Bindings in use' },
] as const;

export type AccessTab = (typeof accessTabs)[number]['name'];

export function readAccessTab(params: URLSearchParams): AccessTab {
  return accessTabs.find(({ name }) => name === params.get('tab'))?.name ?? 'denied';
}
