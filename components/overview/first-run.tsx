'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect } from 'react';
import { DropZone } from '@/components/imports/drop-zone';
import { ImportTable } from '@/components/imports/import-table';
import { importsShown } from '@/components/imports/imports-shown';
import { PageDrop } from '@/components/imports/page-drop';
import { UploadList } from '@/components/imports/upload-list';
import { UploadProvider } from '@/components/imports/upload-provider';
import { useImports } from '@/components/imports/use-imports';
import { useUploads } from '@/components/imports/use-uploads';
import { ProductMark } from '@/components/shell/product-mark';
import { Command } from '@/components/ui/empty-state';
import { Panel } from '@/components/ui/panel';
import type { ImportList } from '@/lib/ingest/import-list-answers';

/** The overview of an empty database: three ways to fill it, and the progress of the one that was taken. */
export function FirstRun({ imports }: { imports: ImportList }) {
  const { list } = useImports(imports, null);
  const rows = importsShown(list.imports, useUploads());
  const router = useRouter();
  const filled = list.unfinished === 0 && list.imports.some((file) => file.inserted > 0);
  useEffect(() => {
    if (filled) router.refresh();
  }, [filled, router]);
  return (
    <UploadProvider clusters={list.clusters}>
      <div className="mx-auto flex max-w-[1120px] flex-col gap-4 px-4 py-10">
        <header className="flex flex-col items-center gap-3 pb-2 text-center">
          <ProductMark size={44} />
          <h1 className="text-2xl font-semibold">See who did what in your clusters</h1>
          <p className="max-w-xl text-base text-muted">
            Bring a Kubernetes audit log. Plumbline keeps every event as evidence, counts who did what, when and from
            where, and shows what failed.
          </p>
        </header>
        <DropZone large />
        <UploadList />
        {rows.length === 0 ? null : (
          <Panel title="Imports">
            <ImportTable imports={rows} label="Imports, the latest first" />
          </Panel>
        )}
        <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
          <Way title="From a terminal">
            <Command>npm run import -- audit.log</Command>
            <p>Any number of files, plain or gzip, or standard input.</p>
          </Way>
          <Way title="As it happens">
            <Link href="/sources" prefetch={false} className="rounded-sm text-accent hover:underline">
              Connect a source
            </Link>
            <p>kube-apiserver’s webhook, Fluent Bit, Vector, Logstash, or the shipper.</p>
          </Way>
          <Way title="Look around first">
            <Command>npm start -- --demo</Command>
            <p>A demo cluster: 14 days with a few incidents worth finding.</p>
          </Way>
          <Way title="No audit log yet">
            <Command>--audit-log-path=audit.log</Command>
            <p>
              and <Command>--audit-policy-file</Command> make kube-apiserver write one.
            </p>
          </Way>
        </ul>
      </div>
      <PageDrop />
    </UploadProvider>
  );
}

function Way({ title, children }: { title: string; children: ReactNode }) {
  return (
    <li className="flex flex-col items-start gap-2 rounded-lg border border-line bg-surface px-4 py-3">
      <h2 className="font-semibold">{title}</h2>
      <div className="flex flex-col items-start gap-2 text-sm text-muted">{children}</div>
    </li>
  );
}
