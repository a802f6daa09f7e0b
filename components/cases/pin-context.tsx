'use client';

import Link from 'next/link';
import { useState } from 'react';
import { contextQuery } from '@/components/cases/context-window';
import type { ChangeCase } from '@/components/cases/use-case';
import { pageHref } from '@/components/shell/page-url';
import { Button } from '@/components/ui/button';
import { formatPlural } from '@/components/ui/format-number';
import { formatDuration } from '@/components/ui/format-time';
import { OutcomeText } from '@/components/ui/outcome';
import { Time } from '@/components/ui/time';
import { Value } from '@/components/ui/value';
import type { CasePin } from '@/lib/cases/case-answers';
import { contextSeconds as usualSeconds } from '@/lib/cases/case-words';
import { type EventPage, eventPageSchema } from '@/lib/search/event-answers';
import { objectText } from '@/lib/search/object-text';

const LISTED = 30;

type ContextProps = { pin: CasePin; open: boolean; change: ChangeCase };
type Answer = { query: string; page: EventPage | null };

/** How far around the pin belongs to the case, and what happened there. */
export function PinContext({ pin, open, change }: ContextProps) {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const query = contextQuery(pin);
  const lengths = [...new Set([...usualSeconds, pin.contextSeconds])].sort((a, b) => a - b);
  const shown = answer !== null && answer.query === query?.toString() ? answer : null;
  if (pin.at === null) return null;

  async function list(asked: string) {
    const response = await fetch(`/api/v1/events?${asked}&limit=${LISTED}`).catch(() => null);
    const page = response?.ok ? eventPageSchema.safeParse(await response.json()) : null;
    setAnswer({ query: asked, page: page?.success ? page.data : null });
  }

  return (
    <div className="flex flex-col gap-1 text-xs">
      <div className="flex flex-wrap items-center gap-2">
        <label className="flex items-center gap-1.5 text-muted">
          Context
          <select
            value={pin.contextSeconds}
            disabled={!open}
            onChange={(event) =>
              void change(
                'PATCH',
                `/pins/${pin.id}`,
                { contextSeconds: Number(event.target.value) },
                'The context is changed',
              )
            }
            className="h-6 rounded-md border border-line-strong bg-surface px-1 text-xs text-ink"
          >
            {lengths.map((seconds) => (
              <option key={seconds} value={seconds}>
                {seconds === 0 ? 'none' : `± ${formatDuration(seconds)}`}
              </option>
            ))}
          </select>
        </label>
        {query === null ? null : shown ? (
          <Button size="sm" variant="ghost" onClick={() => setAnswer(null)}>
            Hide what is around
          </Button>
        ) : (
          <Button size="sm" variant="ghost" onClick={() => void list(query.toString())}>
            Show what is around
          </Button>
        )}
        {query === null ? null : (
          <Link
            href={pageHref('/events', query)}
            prefetch={false}
            className="rounded text-accent underline underline-offset-2"
          >
            Open in Events
          </Link>
        )}
      </div>
      {shown === null ? null : shown.page === null ? (
        <p role="status" className="text-danger">
          What is around could not be read.
        </p>
      ) : (
        <Around page={shown.page} />
      )}
    </div>
  );
}

function Around({ page }: { page: EventPage }) {
  return (
    <div className="rounded-md border border-line bg-sunken p-2">
      <p role="status" className="pb-1 text-muted">
        {formatPlural(page.total, 'event')}
        {page.total > page.events.length ? `, the newest ${page.events.length} here` : ''}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section aria-label="Events around" tabIndex={0} className="max-h-56 overflow-auto">
        <ul className="flex flex-col">
          {page.events.map((event) => (
            <li key={event.id} className="flex min-w-0 items-center gap-3">
              <Time at={event.at} />
              <span className="w-20 shrink-0">
                <OutcomeText outcome={event.outcome} code={event.code} />
              </span>
              <Link
                href={`/events?${new URLSearchParams({ cluster: event.cluster, event: event.id })}`}
                prefetch={false}
                className="flex min-w-0 gap-1.5 rounded hover:underline"
              >
                <Value text={event.user ?? 'nobody'} mono />
                <span className="shrink-0">{event.verb}</span>
                <Value text={objectText(event) ?? event.name ?? ''} mono />
              </Link>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
