'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import type { ColumnId } from '@/components/events/event-columns';
import { ChoiceGroup } from '@/components/export/choice-group';
import { ColumnChoice } from '@/components/export/column-choice';
import { type ExportChoices, exportParameters, firstChoices } from '@/components/export/export-choices';
import { useExportEstimate } from '@/components/export/use-export-estimate';
import { PackOffer } from '@/components/packs/pack-offer';
import { Button, buttonClass } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { formatBytes, formatPlural } from '@/components/ui/format-number';
import { Notice } from '@/components/ui/notice';

type ExportDialogProps = {
  open: boolean;
  total: number;
  /** The frozen filter that the page shows. */
  query: string;
  columns: readonly ColumnId[];
  onClose: () => void;
};

export function ExportDialog({ open, onClose, ...shown }: ExportDialogProps) {
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()} title="Export events">
      <ExportForm {...shown} onClose={onClose} />
    </Dialog>
  );
}

/** What to export and how. The browser downloads it, so that it goes to disk as it comes, however large. */
function ExportForm({ total, query, columns, onClose }: Omit<ExportDialogProps, 'open'>) {
  const [choices, setChoices] = useState(firstChoices);
  const [begun, setBegun] = useState<string | null>(null);
  const params = exportParameters(choices, query, columns).toString();
  const { estimate, problem } = useExportEstimate(params);
  const change = (part: Partial<ExportChoices>) => setChoices({ ...choices, ...part });
  const events = estimate?.total ?? total;

  return (
    <>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-4">
        <ChoiceGroup
          legend="Format"
          value={choices.format}
          onChange={(format) => change({ format })}
          choices={[
            { value: 'ndjson', label: 'NDJSON', hint: 'the original events, one a line' },
            { value: 'csv', label: 'CSV', hint: 'a table for spreadsheets; no cell is run as a formula' },
            { value: 'parquet', label: 'Parquet', hint: 'a typed table for DuckDB, Spark, pandas' },
          ]}
        />
        {choices.format === 'ndjson' ? null : <ColumnChoice choices={choices} shown={columns} onChange={change} />}
        <ChoiceGroup
          legend="Order"
          value={choices.order}
          onChange={(order) => change({ order })}
          choices={[
            { value: 'newest', label: 'Newest first', hint: 'as in the list' },
            { value: 'oldest', label: 'Oldest first' },
          ]}
        />
        <ChoiceGroup
          legend="File"
          value={choices.packing}
          onChange={(packing) => change({ packing })}
          choices={[
            { value: 'zip', label: 'Zip', hint: 'with a manifest: query, time, count, SHA-256, evidence' },
            { value: 'gzip', label: 'Gzip', hint: 'the data alone, compressed' },
            { value: 'none', label: 'As it is', hint: 'the data alone' },
          ]}
        />
        {problem === null ? null : <Notice>{problem}</Notice>}
        <PackOffer query={query} />
      </div>
      <div className="flex shrink-0 items-center gap-2 border-t border-line px-4 py-3">
        <p role="status" className="mr-auto text-sm" data-testid="export-size">
          {formatPlural(events, 'event')}
          <span className="text-muted">
            {begun === params
              ? ' · the browser shows the download'
              : estimate
                ? ` · about ${formatBytes(estimate.bytes)}`
                : problem === null
                  ? ' · measuring …'
                  : ''}
          </span>
        </p>
        <Button onClick={onClose}>{begun === params ? 'Close' : 'Cancel'}</Button>
        <a
          href={`/api/v1/export?${params}`}
          download
          className={buttonClass('primary')}
          onClick={() => setBegun(params)}
        >
          <Download size={13} aria-hidden />
          Download
        </a>
      </div>
    </>
  );
}
