/** The theme is a cookie, so that the server's first byte already has the right colours; "system" is no attribute at all. */
export const THEME_COOKIE = 'plumbline-theme';

export const themes = ['system', 'light', 'dark'] as const;

export type Theme = (typeof themes)[number];

export function parseTheme(text: string | undefined): Theme {
  return themes.find((theme) => theme === text) ?? 'system';
}
