'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { RedactionSetting } from '@/components/clusters/redaction-setting';
import { RetentionSetting } from '@/components/clusters/retention-setting';
import { eventsHref } from '@/components/shell/page-url';
import { formatBytes, formatCount } from '@/components/ui/format-number';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { Time } from '@/components/ui/time';
import type { ClusterHoldings } from '@/lib/retention/cluster-overview-answers';

/** One cluster: its figures on the left, its settings on the right. */
export function ClusterPanel({ cluster }: { cluster: ClusterHoldings }) {
  const { name, events, bytes, firstAt, lastAt, droppedEvents, dropping } = cluster;
  return (
    <Panel
      title={<span className="font-mono">{name}</span>}
      aside={
        <Link
          href={eventsHref({ cluster: [name] })}
          prefetch={false}
          aria-label={`Events of ${name}`}
          className="text-sm text-accent hover:underline"
        >
          Events
        </Link>
      }
    >
      <div className="grid gap-4 p-3 lg:grid-cols-[minmax(350px,1fr)_2fr]">
        <dl className="self-start">
          <Figure label="Events">{formatCount(events)}</Figure>
          <Figure label="Oldest">{firstAt === null ? 'none' : <Time at={firstAt} short />}</Figure>
          <Figure label="Newest">{lastAt === null ? 'none' : <Time at={lastAt} short />}</Figure>
          <Figure label="Size on disk">about {formatBytes(bytes)}</Figure>
          <Figure label="Removed by retention">{formatCount(droppedEvents)}</Figure>
        </dl>
        <div className="flex flex-col gap-4">
          {dropping === null ? null : <Notice>Events are being removed: {dropping}.</Notice>}
          <RedactionSetting key={String(cluster.redact)} cluster={cluster} />
          <RetentionSetting key={JSON.stringify([cluster.retention, cluster.dropWhenFull])} cluster={cluster} />
        </div>
      </div>
    </Panel>
  );
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-h-7 items-center gap-2">
      <dt className="w-40 shrink-0 text-xs text-muted">{label}</dt>
      <dd className="min-w-0 text-sm tabular-nums">{children}</dd>
    </div>
  );
}
