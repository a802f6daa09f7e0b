'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useSyncExternalStore } from 'react';
import type { ShownZone } from '@/components/ui/format-time';

const parser = parseAsStringLiteral(['utc', 'local'] as const).withDefault('utc');

/**
 * The zone that times are shown in, from the URL (`tz=local`). The server does not know the browser's zone, so the first
 * render is UTC, said beside every time, and the browser corrects it.
 */
export function useShownZone(): [ShownZone, (zone: ShownZone) => void] {
  const [chosen, setChosen] = useQueryState('tz', parser);
  const inBrowser = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
  return [inBrowser ? chosen : 'utc', (zone) => void setChosen(zone)];
}
