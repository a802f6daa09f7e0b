import { classNames } from '@/components/ui/class-names';
import { formatCount, formatShare } from '@/components/ui/format-number';
import { Panel } from '@/components/ui/panel';
import type { ImportFileAnswer } from '@/lib/ingest/import-answers';

/** The counts of an import, as the sum that they are: events = inserted + duplicates + quarantined. */
export function ImportCounts({ file }: { file: ImportFileAnswer }) {
  return (
    <Panel>
      <dl className="flex flex-wrap divide-x divide-line">
        <Count name="Events" count={file.events} />
        <Count name="Inserted" count={file.inserted} of={file.events} />
        <Count name="Duplicates" count={file.duplicates} of={file.events} />
        <Count name="Quarantined" count={file.quarantined} of={file.events} alarming />
        <Count name="Skipped" count={file.skipped} />
      </dl>
    </Panel>
  );
}

type CountProps = { name: string; count: number; of?: number; alarming?: boolean };

function Count({ name, count, of, alarming = false }: CountProps) {
  return (
    <div className="min-w-32 flex-1 px-4 py-2.5">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="flex items-baseline gap-2">
        <span
          className={classNames(
            'text-xl font-semibold',
            alarming && count > 0 && 'text-client-error-ink',
            count === 0 && 'text-faint',
          )}
        >
          {formatCount(count)}
        </span>
        {of === undefined || of === 0 ? null : <span className="text-xs text-faint">{formatShare(count, of)}</span>}
      </dd>
    </div>
  );
}
