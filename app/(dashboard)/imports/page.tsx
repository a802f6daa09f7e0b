import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ImportsScreen } from '@/components/imports/imports-screen';
import { BadImportCursorError } from '@/lib/ingest/import-cursor';
import { listImports } from '@/lib/ingest/list-imports';

export const metadata: Metadata = { title: 'Imports' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const PAGE_SIZE = 50;

export default async function ImportsPage({ searchParams }: Props) {
  const { before } = await searchParams;
  const cursor = typeof before === 'string' ? before : null;
  const list = await listImports({ limit: PAGE_SIZE, cursor }).catch((error: unknown) => {
    if (error instanceof BadImportCursorError) redirect('/imports');
    throw error;
  });
  return <ImportsScreen initial={list} cursor={cursor} />;
}
