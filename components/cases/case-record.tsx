import { entryWords } from '@/components/cases/case-entry-words';
import { PersonName } from '@/components/cases/person-name';
import { formatPlural } from '@/components/ui/format-number';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { Time } from '@/components/ui/time';
import { VisibleText } from '@/components/ui/value';
import type { CaseDetail } from '@/lib/cases/case-answers';

/** Who did what and when. Entries are only ever added. */
export function CaseRecord({ shown }: { shown: CaseDetail }) {
  return (
    <Panel
      title="Record"
      aside={<span className="text-xs text-muted">{formatPlural(shown.logTotal, 'entry', 'entries')}</span>}
    >
      {shown.logProblem === null ? (
        <p className="px-3 pt-3 text-xs text-muted">
          Checked just now: every entry names the hash of the one before it. The last:{' '}
          <code className="font-mono">{shown.log[0]?.hash.slice(0, 16)}…</code>
        </p>
      ) : (
        <Notice className="mx-3 mt-3">
          This record is not as it was written: {shown.logProblem}. Compare it with packs that were made before, and run{' '}
          <code className="font-mono">npm run verify</code>.
        </Notice>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section aria-label="Record, the latest first" tabIndex={0} className="max-h-96 overflow-y-auto p-3">
        <ol className="flex flex-col gap-2">
          {shown.log.map((entry) => (
            <li key={entry.id} className="text-sm">
              <p className="text-xs text-muted">
                <Time at={entry.at} short /> · <PersonName person={entry.by} />
              </p>
              <p className="line-clamp-3 break-words">
                <VisibleText text={entryWords(entry)} />
              </p>
            </li>
          ))}
        </ol>
        {shown.log.length < shown.logTotal ? (
          <p className="mt-2 text-xs text-muted">
            Older entries are in <code className="font-mono">/api/v1/cases/{shown.id}/log</code>.
          </p>
        ) : null}
      </section>
    </Panel>
  );
}
