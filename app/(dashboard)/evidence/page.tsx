import type { Metadata } from 'next';
import { EvidenceScreen } from '@/components/evidence/evidence-screen';
import { getEvidenceStatus } from '@/lib/verify/evidence-status';

export const metadata: Metadata = { title: 'Evidence' };

export const dynamic = 'force-dynamic';

export default async function EvidencePage() {
  return <EvidenceScreen status={await getEvidenceStatus()} />;
}
