import { Notice } from '@/components/ui/notice';
import type { EvidenceStatus } from '@/lib/verify/evidence-answers';

/** What the database would let the product itself do to evidence: nothing but adding, or what else. */
export function EvidenceRole({ rights: { role, mayDo } }: { rights: EvidenceStatus['rights'] }) {
  if (mayDo.length === 0) {
    return (
      <p>
        The product is neither: it works as the role <code className="font-mono">{role}</code>, which can add evidence
        and read it. The database refuses it every change, with or without the triggers.
      </p>
    );
  }
  return (
    <Notice>
      <p>
        The product works as the role <code className="font-mono">{role}</code>, which could do more than add evidence:{' '}
        {mayDo.join('; ')}. Give the product a role of its own: docs/database.md says how.
      </p>
    </Notice>
  );
}
