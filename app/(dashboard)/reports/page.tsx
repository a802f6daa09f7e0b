import type { Metadata } from 'next';
import { connection } from 'next/server';
import { ReportsScreen } from '@/components/reports/reports-screen';
import { listClusters } from '@/lib/ingest/clusters';
import { lastDays } from '@/lib/reports/last-days';
import { listControls } from '@/lib/reports/list-controls';
import { listScopes } from '@/lib/reports/namespace-scopes';
import { listReports } from '@/lib/reports/report-queue';
import { listSchedules } from '@/lib/reports/report-schedules';

export const metadata: Metadata = { title: 'Reports' };

export default async function ReportsPage() {
  await connection();
  const [known, reports, schedules, scopes, clusters] = await Promise.all([
    listControls(),
    listReports(),
    listSchedules(),
    listScopes(),
    listClusters(),
  ]);
  return (
    <ReportsScreen
      known={known}
      reports={reports}
      schedules={schedules}
      scopes={scopes}
      clusters={clusters.map(({ name }) => name)}
      period={lastDays(new Date(), 30)}
    />
  );
}
