import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { z } from 'zod';
import { ImportScreen } from '@/components/imports/import-screen';
import { BadImportCursorError } from '@/lib/ingest/import-cursor';
import { getImportDetail } from '@/lib/ingest/import-detail';

export const metadata: Metadata = { title: 'Import' };

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const PAGE_SIZE = 100;

export default async function ImportPage({ params, searchParams }: Props) {
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const { after } = await searchParams;
  const cursor = typeof after === 'string' ? after : null;
  const detail = await getImportDetail(id.data, { limit: PAGE_SIZE, cursor }).catch((error: unknown) => {
    if (error instanceof BadImportCursorError) redirect(`/imports/${id.data}`);
    throw error;
  });
  if (detail === null) notFound();
  return <ImportScreen detail={detail} firstPage={cursor === null} />;
}
