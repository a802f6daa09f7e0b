'use client';

import { type ReactNode, useState } from 'react';
import { CreateDialog } from '@/components/sources/create-dialog';
import { NoSources } from '@/components/sources/no-sources';
import { RevokeDialog } from '@/components/sources/revoke-dialog';
import { SourceChart } from '@/components/sources/source-chart';
import { SourceTable } from '@/components/sources/source-table';
import { TestDialog } from '@/components/sources/test-dialog';
import { useSources } from '@/components/sources/use-sources';
import { Button } from '@/components/ui/button';
import { formatPlural } from '@/components/ui/format-number';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import type { Source, SourceList } from '@/lib/ingest/receiver/source-answers';

type Asked = { what: 'create' } | { what: 'test' | 'revoke'; source: Source };

/**
 * What sends events here: whether data comes in, how late, and what of it was not taken. `children`: how much of what
 * happened has come in at all.
 */
export function SourcesScreen({ initial, children }: { initial: SourceList; children: ReactNode }) {
  const { list, stale, refresh } = useSources(initial);
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const create = () => setAsked({ what: 'create' });
  const active = list.sources.filter((source) => source.day.received > 0);
  return (
    <div className="mx-auto flex max-w-[1360px] flex-col gap-3 p-4">
      <header className="flex items-center justify-between gap-3">
        <h1 className="text-lg font-semibold">Sources</h1>
        {list.sources.length === 0 ? null : (
          <Button variant="primary" onClick={create}>
            Add a source
          </Button>
        )}
      </header>
      {stale ? (
        <Notice>The server does not answer: the numbers are as they were a moment ago, and are asked for again.</Notice>
      ) : null}
      {list.sources.length === 0 ? (
        <NoSources onCreate={create} />
      ) : (
        <>
          <Panel title={formatPlural(list.sources.length, 'source')}>
            <SourceTable
              list={list}
              onTest={(source) => setAsked({ what: 'test', source })}
              onRevoke={(source) => setAsked({ what: 'revoke', source })}
            />
          </Panel>
          {active.length === 0 ? null : <SourceChart sources={active} />}
        </>
      )}
      {children}
      {asked?.what === 'create' ? <CreateDialog clusters={list.clusters} onClose={close} onCreated={refresh} /> : null}
      {asked?.what === 'test' ? <TestDialog source={asked.source} onClose={close} /> : null}
      {asked?.what === 'revoke' ? <RevokeDialog source={asked.source} onClose={close} onRevoked={refresh} /> : null}
    </div>
  );
}
