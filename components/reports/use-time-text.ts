'use client';

import { useState } from 'react';
import { parseTimeInput, timeInputText } from '@/components/shell/time-input';
import type { ShownZone } from '@/components/ui/format-time';
import { formatRfc3339 } from '@/lib/audit/microseconds';
import { resolveTime } from '@/lib/search/time-range';

export type TimeText = {
  text: string;
  setText: (text: string) => void;
  /** The instant that is meant, at this moment; null where the text is no time. */
  instant: () => string | null;
};

/** A time as it is typed, in the zone that the page shows: when another zone is chosen, the same instant is written in that. */
export function useTimeText(initial: string, zone: ShownZone): TimeText {
  const [typed, setTyped] = useState({ text: shortText(initial, 'utc'), zone: 'utc' as ShownZone });
  if (typed.zone !== zone) {
    const meant = parseTimeInput(typed.text, typed.zone);
    setTyped({ text: meant ? shortText(meant, zone) : typed.text, zone });
  }
  return {
    text: typed.text,
    setText: (text) => setTyped({ text, zone }),
    instant() {
      const meant = parseTimeInput(typed.text, zone);
      const at = meant ? resolveTime(meant, Date.now() * 1000) : null;
      return at === null ? null : formatRfc3339(at);
    },
  };
}

/** To the minute, where it is one. */
function shortText(bound: string, zone: ShownZone): string {
  return timeInputText(bound, zone)
    .replace(/\.0+$/, '')
    .replace(/( \d\d:\d\d):00$/, '$1');
}
