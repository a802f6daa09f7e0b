'use client';

import { useSyncExternalStore } from 'react';
import { parseStart, START_COOKIE, startCookie } from '@/lib/views/start-view';

const changed = new EventTarget();

/** The id of the view that this browser begins with, and a function that chooses another; null is the overview. */
export function useStartView(): [string | null, (id: string | null) => void] {
  const id = useSyncExternalStore(subscribe, readStart, () => null);
  return [id, writeStart];
}

function readStart(): string | null {
  const pair = document.cookie.split(/;\s*/).find((one) => one.startsWith(`${START_COOKIE}=`));
  return parseStart(pair?.slice(START_COOKIE.length + 1));
}

function writeStart(id: string | null): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser and is asynchronous
  document.cookie = startCookie(id);
  changed.dispatchEvent(new Event('change'));
}

function subscribe(onChange: () => void): () => void {
  changed.addEventListener('change', onChange);
  return () => changed.removeEventListener('change', onChange);
}
