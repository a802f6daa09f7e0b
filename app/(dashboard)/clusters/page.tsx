import type { Metadata } from 'next';
import { connection } from 'next/server';
import { ClustersScreen } from '@/components/clusters/clusters-screen';
import { getClusterOverview } from '@/lib/retention/cluster-overview';

export const metadata: Metadata = { title: 'Clusters' };

export default async function ClustersPage() {
  await connection();
  return <ClustersScreen overview={await getClusterOverview()} />;
}
