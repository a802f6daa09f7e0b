'use client';

import { useId } from 'react';
import { useUploadTarget } from '@/components/imports/upload-provider';
import { formatDescriptions, formatNames, isFormatName } from '@/lib/ingest/formats/format-names';

/** For files that are not taken for what they are; everybody else leaves it alone. */
export function FormatField() {
  const { format, setFormat } = useUploadTarget();
  const id = useId();
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="text-sm text-muted">
        Format
      </label>
      <select
        id={id}
        value={format ?? ''}
        title={format === null ? undefined : formatDescriptions[format]}
        onChange={({ target }) => setFormat(isFormatName(target.value) ? target.value : null)}
        className="h-7 w-40 rounded-md border border-line-strong bg-surface px-2 text-xs text-ink"
      >
        <option value="">by content</option>
        {formatNames.map((name) => (
          <option key={name} value={name} title={formatDescriptions[name]}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
