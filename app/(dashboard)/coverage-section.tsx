import { CoveragePanel } from '@/components/sources/coverage-panel';
import { readRecentCoverage } from '@/lib/coverage/read-coverage';

const HOURS_OF_A_WEEK = 168;

/** The panel with what is measured; `coverage=7d` in the URL asks for a week. */
export async function CoverageSection({ params }: { params: URLSearchParams }) {
  const hours = params.get('coverage') === '7d' ? HOURS_OF_A_WEEK : 24;
  return <CoveragePanel {...(await readRecentCoverage(hours, Date.now() * 1000))} />;
}
