import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DeviationScreen } from '@/components/deviations/deviation-screen';
import { getDeviationPage } from '@/lib/activity/deviation-page';

export const metadata: Metadata = { title: 'Deviation' };

export default async function DeviationPage({ params }: { params: Promise<{ id: string }> }) {
  const page = await getDeviationPage((await params).id);
  if (page === null) notFound();
  return <DeviationScreen page={page} />;
}
