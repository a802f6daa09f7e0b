'use client';

import Link from 'next/link';
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import type { ReactNode } from 'react';
import { useEventDetail } from '@/components/events/use-event-detail';
import { DiffView } from '@/components/objects/diff-view';
import { useObjectDiff } from '@/components/objects/use-object-diff';
import { changeWords, verbWords } from '@/components/objects/write-words';
import { eventsHref } from '@/components/shell/page-url';
import { classNames } from '@/components/ui/class-names';
import { formatTime } from '@/components/ui/format-time';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { useShownZone } from '@/components/ui/use-shown-zone';
import { VisibleText } from '@/components/ui/value';
import type { ObjectWrite } from '@/lib/objects/history-answers';

const layouts = ['unified', 'split'] as const;

/** One write: in words, and what differs from the state before it or from any other. */
export function WritePane({
  write,
  writes,
  name,
}: {
  write: ObjectWrite;
  writes: readonly ObjectWrite[];
  name: string;
}) {
  const detail = useEventDetail(write.event.id);
  const { event } = write;
  return (
    <>
      <header className="shrink-0 border-b border-line px-4 py-3">
        <p className="max-h-24 overflow-auto text-base font-medium break-words" data-testid="write-sentence">
          {detail.state === 'ready' ? <VisibleText text={detail.detail.sentence} /> : verbWords(write)}
        </p>
        <p className="mt-1 flex flex-wrap gap-x-4 text-xs text-muted">
          <span>{write.state === null ? changeWords(write) : stateWords(write)}</span>
          <Link
            prefetch={false}
            className="text-accent underline underline-offset-2"
            href={`${eventsHref({ cluster: [event.cluster] })}&auditID=${encodeURIComponent(auditIDOf(detail) ?? event.auditID ?? '')}&event=${event.id}`}
          >
            Open the event
          </Link>
        </p>
      </header>
      {write.state === null ? (
        <WithoutState write={write} detail={detail} />
      ) : (
        <Comparison key={event.id} write={write} writes={writes} name={name} />
      )}
    </>
  );
}

function auditIDOf(detail: ReturnType<typeof useEventDetail>): string | null {
  if (detail.state !== 'ready') return null;
  return typeof detail.detail.event.auditID === 'string' ? detail.detail.event.auditID : null;
}

function stateWords({ state }: ObjectWrite): string {
  return state?.source === 'requestObject'
    ? 'state as requested (requestObject): the server may have completed it'
    : 'state as answered (responseObject)';
}

/** No state to compare: the body that there is, said what it is. */
function WithoutState({ write, detail }: { write: ObjectWrite; detail: ReturnType<typeof useEventDetail> }) {
  if (detail.state !== 'ready') return <Skeleton className="m-4 h-4 w-1/2" />;
  const body = detail.detail.event.requestObject;
  if (body === undefined) {
    return write.unknown === 'level' ? (
      <Notice className="m-4">
        This request was recorded at level Metadata: that the object changed is known, what changed is not. An audit
        policy with level RequestResponse for {write.event.resource} records it from then on.
      </Notice>
    ) : (
      <p className="p-4 text-muted">There is no body to show: {changeWords(write)}.</p>
    );
  }
  const title = write.unknown === 'patch' ? patchKind(body) : 'The body of the request';
  return (
    <section aria-label={title} className="flex min-h-0 flex-1 flex-col">
      <p className="px-4 pt-3 pb-1 text-xs text-muted">{title}</p>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        tabIndex={0}
        className="min-h-0 flex-1 overflow-auto px-4 pb-4 font-mono text-xs whitespace-pre-wrap"
      >
        <VisibleLines text={JSON.stringify(body, null, 2)} />
      </pre>
    </section>
  );
}

function VisibleLines({ text }: { text: string }) {
  return text.split('\n').map((line, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text, which never move
    <span key={i} className="block min-h-4">
      <VisibleText text={line} />
    </span>
  ));
}

function patchKind(body: unknown): string {
  if (Array.isArray(body)) return 'A JSON patch (RFC 6902), as it was sent; it is not applied here';
  return 'A merge, strategic merge or apply patch, as it was sent; it is not applied here';
}

function Comparison({ write, writes, name }: { write: ObjectWrite; writes: readonly ObjectWrite[]; name: string }) {
  const [zone] = useShownZone();
  const [layout, setLayout] = useQueryState('layout', parseAsStringLiteral(layouts).withDefault('unified'));
  const [bookkeeping, setBookkeeping] = useQueryState('bookkeeping', parseAsBoolean.withDefault(false));
  const [whole, setWhole] = useQueryState('whole', parseAsBoolean.withDefault(false));
  const [against, setAgainst] = useQueryState('against', parseAsString);
  const before = against ?? write.before;
  const answer = useObjectDiff({ name, before, after: write.event.id, whole, bookkeeping });
  const others = writes.filter((other) => other.state !== null && other.event.id !== write.event.id);
  return (
    <>
      <div className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-3 py-2 text-xs">
        <label className="flex min-w-0 items-center gap-2">
          <span className="text-muted">Compare with</span>
          <select
            value={against ?? ''}
            onChange={(event) => void setAgainst(event.target.value === '' ? null : event.target.value)}
            className="h-7 max-w-72 rounded-md border border-line-strong bg-surface px-1"
          >
            <option value="">{write.before === null ? 'nothing: the first known state' : 'the state before'}</option>
            {against !== null && !others.some((other) => other.event.id === against) ? (
              <option value={against}>a state that is not listed here</option>
            ) : null}
            {others.map((other) => (
              <option key={other.event.id} value={other.event.id}>
                {formatTime(other.event.at, zone)} {verbWords(other)}
              </option>
            ))}
          </select>
        </label>
        <div className="flex overflow-hidden rounded-md border border-line-strong">
          {layouts.map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={layout === name}
              onClick={() => void setLayout(name)}
              className={classNames(
                'h-6 border-l border-line-strong px-2 first:border-l-0',
                layout === name ? 'bg-selected font-medium' : 'text-muted hover:bg-hover',
              )}
            >
              {name === 'split' ? 'Side by side' : 'Unified'}
            </button>
          ))}
        </div>
        <Check checked={whole} onChange={(next) => void setWhole(next)}>
          Whole object
        </Check>
        <Check checked={bookkeeping} onChange={(next) => void setBookkeeping(next)}>
          managedFields and resourceVersion
        </Check>
      </div>
      {answer.state === 'loading' ? <Skeleton className="m-4 h-4 w-1/2" /> : null}
      {answer.state === 'failed' ? <Notice className="m-4">The two states could not be compared.</Notice> : null}
      {answer.state === 'ready' ? <DiffView diff={answer.diff} layout={layout} /> : null}
    </>
  );
}

function Check({
  checked,
  onChange,
  children,
}: {
  checked: boolean;
  onChange: (on: boolean) => void;
  children: ReactNode;
}) {
  return (
    <label className="flex items-center gap-1.5">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      {children}
    </label>
  );
}
