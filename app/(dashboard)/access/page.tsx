import type { Metadata } from 'next';
import { Suspense } from 'react';
import { DeniedSection } from '@/app/(dashboard)/access/denied-section';
import { GrantSection } from '@/app/(dashboard)/access/grant-section';
import { PrivilegeSection } from '@/app/(dashboard)/access/privilege-section';
import { AccessScreen } from '@/components/access/access-screen';
import { readAccessTab } from '@/components/access/access-tabs';
import { EmptyDatabase } from '@/components/events/empty-database';
import { TableSkeleton } from '@/components/events/events-skeletons';
import { readSearchParams, type SearchParams } from '@/components/shell/read-search-params';
import { databaseIsEmpty } from '@/lib/search/database-is-empty';
import { parseEventFilter } from '@/lib/search/event-filter';
import { freezeTime } from '@/lib/search/freeze-time';

export const metadata: Metadata = { title: 'Access' };

export default async function AccessPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = readSearchParams(await searchParams);
  const tab = readAccessTab(params);
  if (await databaseIsEmpty()) {
    return (
      <EmptyDatabase screen="Access">
        What was refused and then allowed, which permissions each identity needs, and which bindings nothing uses.
      </EmptyDatabase>
    );
  }
  const filter = freezeTime(parseEventFilter(params).filter, Date.now() * 1000);
  const sections = {
    denied: <DeniedSection filter={filter} params={params} />,
    identities: <PrivilegeSection filter={filter} params={params} />,
    grants: <GrantSection filter={filter} />,
  };
  return (
    <AccessScreen tab={tab}>
      <Suspense key={tab} fallback={<TableSkeleton />}>
        {sections[tab]}
      </Suspense>
    </AccessScreen>
  );
}
