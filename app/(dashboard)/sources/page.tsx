import type { Metadata } from 'next';
import { CoverageSection } from '@/app/(dashboard)/coverage-section';
import { readSearchParams, type SearchParams } from '@/components/shell/read-search-params';
import { SourcesScreen } from '@/components/sources/sources-screen';
import { listSources } from '@/lib/ingest/receiver/list-sources';

export const metadata: Metadata = { title: 'Sources' };
export const dynamic = 'force-dynamic';

export default async function SourcesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = readSearchParams(await searchParams);
  return (
    <SourcesScreen initial={await listSources()}>
      <CoverageSection params={params} />
    </SourcesScreen>
  );
}
