'use client';

import Link from 'next/link';
import { DropZone } from '@/components/imports/drop-zone';
import { ImportTable } from '@/components/imports/import-table';
import { importsShown } from '@/components/imports/imports-shown';
import { NoImports } from '@/components/imports/no-imports';
import { PageDrop } from '@/components/imports/page-drop';
import { UploadList } from '@/components/imports/upload-list';
import { UploadProvider } from '@/components/imports/upload-provider';
import { useImports } from '@/components/imports/use-imports';
import { useUploads } from '@/components/imports/use-uploads';
import { buttonClass } from '@/components/ui/button';
import { formatPlural } from '@/components/ui/format-number';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import type { ImportList } from '@/lib/ingest/import-list-answers';

/** The imports: a way in for files, what this browser sends, and the list, live. */
export function ImportsScreen({ initial, cursor }: { initial: ImportList; cursor: string | null }) {
  const { list, stale } = useImports(initial, cursor);
  const uploads = useUploads();
  const rows = cursor === null ? importsShown(list.imports, uploads) : list.imports;
  const empty = rows.length === 0 && uploads.length === 0;
  return (
    <UploadProvider clusters={list.clusters}>
      <div className="mx-auto flex max-w-[1360px] flex-col gap-3 p-4">
        <header className="flex items-baseline justify-between gap-3">
          <h1 className="text-lg font-semibold">Imports</h1>
          <Link href="/sources" prefetch={false} className="text-sm text-accent hover:underline">
            Is everything here?
          </Link>
        </header>
        <DropZone large={empty} />
        <UploadList />
        {stale ? (
          <Notice>The server does not answer: the list is as it was a moment ago, and is asked for again.</Notice>
        ) : null}
        {empty ? <NoImports /> : null}
        {rows.length === 0 ? null : (
          <Panel
            title={cursor === null ? formatPlural(Math.max(list.total, rows.length), 'import') : 'Earlier imports'}
            aside={
              cursor === null ? null : (
                <Link href="/imports" className={buttonClass('ghost', 'sm')}>
                  Latest imports
                </Link>
              )
            }
          >
            <ImportTable imports={rows} label="Imports, the latest first" />
            {list.nextCursor === null ? null : (
              <div className="px-3 py-2">
                <Link href={`/imports?before=${list.nextCursor}`} className={buttonClass('secondary', 'sm')}>
                  Earlier imports
                </Link>
              </div>
            )}
          </Panel>
        )}
      </div>
      <PageDrop />
    </UploadProvider>
  );
}
