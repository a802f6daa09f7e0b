'use client';

import Link from 'next/link';
import { ImportProgress } from '@/components/imports/import-progress';
import { describeImport } from '@/components/imports/import-words';
import { StateMark } from '@/components/imports/state-mark';
import { Panel } from '@/components/ui/panel';
import { Time } from '@/components/ui/time';
import { Value } from '@/components/ui/value';
import type { ImportFileAnswer } from '@/lib/ingest/import-answers';
import { isUnfinished } from '@/lib/ingest/import-list-answers';

const SHOWN = 5;

/** The latest imports with their state in words. */
export function LastImports({ imports }: { imports: readonly ImportFileAnswer[] }) {
  return (
    <Panel
      title="Last imports"
      aside={
        <Link href="/imports" prefetch={false} className="rounded-sm text-xs text-accent hover:underline">
          All imports
        </Link>
      }
    >
      <ul>
        {imports.slice(0, SHOWN).map((file) => (
          <li key={file.id} className="flex flex-col border-b border-line/60 px-3 py-1.5 last:border-b-0">
            <span className="flex min-w-0 items-center gap-3">
              <Link
                href={`/imports/${file.id}`}
                prefetch={false}
                className="flex min-w-0 rounded-sm text-accent hover:underline"
              >
                <Value text={file.file} mono />
              </Link>
              <StateMark state={file.state} />
              <span className="flex-1" />
              <Time at={file.createdAt} short />
            </span>
            <span className="flex h-5 min-w-0 items-center text-xs text-muted">
              {isUnfinished(file.state) ? (
                <ImportProgress file={file} />
              ) : (
                <span className="truncate">{describeImport(file)}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
