import { classNames } from '@/components/ui/class-names';
import type { ImportState } from '@/lib/ingest/import-answers';
import { stateWords } from './import-words';

const dots: Record<ImportState, string> = {
  uploading: 'bg-accent',
  queued: 'border border-line-strong',
  running: 'bg-accent',
  receiving: 'bg-accent',
  done: 'bg-ok',
  failed: 'bg-server-error',
  cancelled: 'border border-line-strong',
};

/** The state of an import in a word, with a mark beside it. */
export function StateMark({ state }: { state: ImportState }) {
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1.5 whitespace-nowrap',
        state === 'failed' && 'text-server-error-ink',
      )}
    >
      <span aria-hidden className={classNames('size-2 shrink-0 rounded-full', dots[state])} />
      {stateWords[state]}
    </span>
  );
}
