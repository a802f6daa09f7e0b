import type { ChangeCase } from '@/components/cases/use-case';
import type { CaseDetail } from '@/lib/cases/case-answers';

/** What every part of a case's page takes: the case as it is, and the way to change it. */
export type CasePart = { shown: CaseDetail; change: ChangeCase };
