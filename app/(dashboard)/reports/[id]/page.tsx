import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { connection } from 'next/server';
import { ReportScreen } from '@/components/reports/report-screen';
import { getReport, getReportView } from '@/lib/reports/report-queue';

export const metadata: Metadata = { title: 'Report' };

export default async function ReportPage({ params }: { params: Promise<{ id: string }> }) {
  await connection();
  const { id } = await params;
  const report = await getReport(id);
  if (!report) notFound();
  return <ReportScreen report={report} view={await getReportView(id)} />;
}
