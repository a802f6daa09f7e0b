import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { CaseScreen } from '@/components/cases/case-screen';
import { getCase } from '@/lib/cases/get-case';
import { listPacks } from '@/lib/packs/pack-queue';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Case ${(await params).id.slice(0, 9)}` };
}

export default async function CasePage({ params }: Props) {
  const { id } = await params;
  const found = /^[1-9]\d{0,8}$/.test(id) ? await getCase(Number(id)) : null;
  if (found === null) notFound();
  return <CaseScreen key={found.id} initial={found} packs={await listPacks(found.id)} />;
}
