import type { Metadata } from 'next';
import { SourcesScreen } from '@/components/sources/sources-screen';
import { listSources } from '@/lib/ingest/receiver/list-sources';

export const metadata: Metadata = { title: 'Sources' };
export const dynamic = 'force-dynamic';

export default async function SourcesPage() {
  return <SourcesScreen initial={await listSources()} />;
}
