import type { Metadata } from 'next';
import { connection } from 'next/server';
import { CasesScreen } from '@/components/cases/cases-screen';
import { readSearchParams, type SearchParams } from '@/components/shell/read-search-params';
import { listCases } from '@/lib/cases/list-cases';

export const metadata: Metadata = { title: 'Cases' };

export default async function CasesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await connection();
  const params = readSearchParams(await searchParams);
  const status = params.get('status');
  const asked = {
    status: status === 'open' || status === 'closed' ? status : null,
    tag: params.get('tag') || null,
    text: params.get('text') || null,
  } as const;
  return <CasesScreen key={params.toString()} list={await listCases(asked)} asked={asked} />;
}
