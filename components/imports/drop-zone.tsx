'use client';

import { FileInput } from 'lucide-react';
import { useRef } from 'react';
import { ClusterField } from '@/components/imports/cluster-field';
import { FormatField } from '@/components/imports/format-field';
import { useUploadTarget } from '@/components/imports/upload-provider';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';

/** Where files come in: drop them here (or anywhere on the page), or choose them. `large` is for a page with nothing else. */
export function DropZone({ large = false }: { large?: boolean }) {
  const { take, problem } = useUploadTarget();
  const input = useRef<HTMLInputElement>(null);
  return (
    <section
      aria-label="Add audit logs"
      className={classNames(
        'flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg border border-dashed border-line-strong bg-surface px-4',
        large ? 'flex-col justify-center py-10 text-center' : 'py-3',
      )}
    >
      <FileInput size={large ? 28 : 20} aria-hidden className="shrink-0 text-accent" />
      <div className={classNames('min-w-64', large ? '' : 'flex-1')}>
        <p className={large ? 'text-lg font-semibold' : 'font-semibold'}>Drop audit logs here</p>
        <p className="text-sm text-muted">
          Plain or gzip, JSON lines, an array or an EventList, of any size. The same file again adds nothing.
        </p>
      </div>
      <ClusterField />
      <FormatField />
      <Button variant="primary" disabled={problem !== null} onClick={() => input.current?.click()}>
        Choose files
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Audit logs"
        onChange={(event) => {
          take([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </section>
  );
}
