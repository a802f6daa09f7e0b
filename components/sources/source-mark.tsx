import { describeState, type SourceState, sourceState } from '@/components/sources/source-words';
import { classNames } from '@/components/ui/class-names';
import type { Source } from '@/lib/ingest/receiver/source-answers';

const dots: Record<SourceState, string> = {
  receiving: 'bg-accent',
  silent: 'bg-client-error',
  unused: 'border border-line-strong',
  revoked: 'border border-line-strong',
};

/** Whether a source sends, in words, with a mark beside them. */
export function SourceMark({ source, now }: { source: Source; now: string }) {
  const state = sourceState(source, now);
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1.5 whitespace-nowrap',
        state === 'silent' && 'text-client-error-ink',
        state === 'revoked' && 'text-muted',
      )}
    >
      <span aria-hidden className={classNames('size-2 shrink-0 rounded-full', dots[state])} />
      {describeState(source, now)}
    </span>
  );
}
