'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useReducer, useRef, useState } from 'react';
import { noTailRows, type TailRows, withArrived, withHeldShown } from '@/components/events/tail-rows';
import type { EventRow } from '@/lib/search/event-answers';
import { type Tail, tailSchema } from '@/lib/tail/tail-answers';

/** One question a second: what is new is there before anybody has missed it, and a quiet second costs one index look-up. */
const EVERY_MS = 1000;
const LONGEST_WAIT_MS = 15_000;
const PAGE_ROWS = 200;
/** More that waits is left on the server, where nothing is lost: the place in the evidence stays. */
const MOST_HELD = 1000;
/** More rows than that are taken into the list proper, by asking for it anew. */
const MOST_SHOWN = 2000;

export type LiveTail = {
  rows: TailRows;
  /** The server does not answer at the moment; it is asked again. */
  away: boolean;
  showHeld: () => void;
};

type Options = {
  /** The place in the evidence from before the first page was read; null where there is no tail. */
  start: string | null;
  /** The frozen search of the page. */
  query: string;
  listed: readonly EventRow[];
  /** Somebody reads: the list must not move. */
  reading: boolean;
};

type Action = { arrived: readonly EventRow[] } | { show: true } | { anew: true };

/**
 * Follows what is committed. Polled, not pushed: a question with a place survives every break in the connection, every
 * proxy and a sleeping laptop without a word more, and a browser that falls behind is not buried (docs/decisions/033).
 */
export function useLiveTail({ start, query, listed, reading }: Options): LiveTail {
  const router = useRouter();
  const now = useRef({ listed, reading, held: 0, shown: 0 });
  const [rows, act] = useReducer((before: TailRows, action: Action): TailRows => {
    if ('anew' in action) return noTailRows;
    if ('show' in action) return withHeldShown(before, now.current.listed);
    return withArrived(before, action.arrived, now.current);
  }, noTailRows);
  const [away, setAway] = useState(false);

  useEffect(() => {
    now.current = { listed, reading, held: rows.held.length, shown: rows.shown.length };
  });

  useEffect(() => {
    act({ anew: true });
    setAway(false);
    if (start === null) return;
    const left = new AbortController();
    void follow(start, query, {
      signal: left.signal,
      isFull: () => now.current.held >= MOST_HELD,
      onTail(tail) {
        setAway(tail === null);
        if (tail) act({ arrived: tail.events });
        if (now.current.shown >= MOST_SHOWN && !now.current.reading) router.refresh();
      },
      onLost: () => router.refresh(),
    });
    return () => left.abort();
  }, [start, query, router]);

  return { rows, away, showHeld: () => act({ show: true }) };
}

type Follower = {
  signal: AbortSignal;
  /** Nothing more is asked for while it says so. */
  isFull: () => boolean;
  /** Null: the server did not answer. */
  onTail: (tail: Tail | null) => void;
  /** The place is none of the server's any more. */
  onLost: () => void;
};

async function follow(start: string, query: string, { signal, isFull, onTail, onLost }: Follower): Promise<void> {
  let cursor = start;
  let failures = 0;
  for (;;) {
    const answer = document.hidden || isFull() ? 'resting' : await fetchTail(query, cursor, signal);
    if (signal.aborted) return;
    if (answer === 'lost') return onLost();
    if (answer !== 'resting') {
      failures = answer === null ? failures + 1 : 0;
      onTail(answer);
      if (answer) cursor = answer.cursor;
    }
    const more = answer !== 'resting' && answer?.more === true;
    await wait(more ? 0 : Math.min(EVERY_MS * 2 ** Math.max(0, failures - 1), LONGEST_WAIT_MS), signal);
    if (signal.aborted) return;
  }
}

async function fetchTail(query: string, cursor: string, signal: AbortSignal): Promise<Tail | 'lost' | null> {
  const params = new URLSearchParams(query);
  params.set('limit', String(PAGE_ROWS));
  params.set('cursor', cursor);
  try {
    const response = await fetch(`/api/v1/tail?${params}`, { signal });
    if (response.status === 400) return 'lost';
    if (!response.ok) return null;
    const tail = tailSchema.safeParse(await response.json());
    return tail.success ? tail.data : null;
  } catch {
    return null;
  }
}

/** Also ends when the page is looked at again. */
function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', end);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    document.addEventListener('visibilitychange', end);
    signal.addEventListener('abort', end);
  });
}
