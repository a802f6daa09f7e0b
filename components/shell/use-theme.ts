'use client';

import { useSyncExternalStore } from 'react';
import { parseTheme, THEME_COOKIE, type Theme } from '@/components/shell/theme';

const YEAR_SECONDS = 31_536_000;

/** The theme that the root element carries, and a function that changes and remembers it. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore(subscribe, readTheme, () => 'system' as const);
  return [theme, writeTheme];
}

function readTheme(): Theme {
  return parseTheme(document.documentElement.dataset.theme);
}

function writeTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser and is asynchronous
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}

function subscribe(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
