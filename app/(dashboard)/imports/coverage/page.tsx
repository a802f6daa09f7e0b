import type { Metadata } from 'next';
import { CoverageSection } from '@/app/(dashboard)/coverage-section';
import { readSearchParams, type SearchParams } from '@/components/shell/read-search-params';

export const metadata: Metadata = { title: 'Coverage' };

export default async function CoveragePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = readSearchParams(await searchParams);
  return (
    <div className="mx-auto flex max-w-[1360px] flex-col gap-3 p-4">
      <h1 className="text-lg font-semibold">Coverage</h1>
      <CoverageSection params={params} />
    </div>
  );
}
