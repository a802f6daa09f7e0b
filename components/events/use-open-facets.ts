'use client';

import { useSyncExternalStore } from 'react';
import { type EventFieldName, eventFieldNames } from '@/lib/audit/event-fields';

/** Which facets stand open: a habit of the person, not a state of the page, so it lives in the browser. */
const STORAGE_KEY = 'plumbline-open-facets';

const openAtFirst: readonly EventFieldName[] = ['user', 'verb', 'resource', 'namespace', 'sourceIP', 'outcome', 'code'];

const listeners = new Set<() => void>();
let current: ReadonlySet<EventFieldName> | null = null;
const first: ReadonlySet<EventFieldName> = new Set(openAtFirst);

export function useOpenFacets(): [ReadonlySet<EventFieldName>, (name: EventFieldName, open: boolean) => void] {
  const open = useSyncExternalStore(subscribe, read, () => first);
  return [open, write];
}

function read(): ReadonlySet<EventFieldName> {
  if (current) return current;
  const stored = localStorage.getItem(STORAGE_KEY)?.split(',');
  current = stored ? new Set(eventFieldNames.filter((name) => stored.includes(name))) : first;
  return current;
}

function write(name: EventFieldName, open: boolean): void {
  const next = new Set(read());
  if (open) next.add(name);
  else next.delete(name);
  current = next;
  localStorage.setItem(STORAGE_KEY, [...next].join(','));
  for (const listener of listeners) listener();
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}
