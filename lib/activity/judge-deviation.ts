/** What a person says about a deviation, kept with who it was and how that is known. */
import type { NewVerdictBody } from '@/lib/activity/activity-answers';
import type { Deviation } from '@/lib/baselines/deviation-answers';
import { getDeviation } from '@/lib/baselines/list-deviations';
import { recordVerdict } from '@/lib/baselines/record-verdict';
import { getPool } from '@/lib/db/pool';
import type { Person } from '@/lib/people/person';

/** The deviation with its new verdict; null where there is none of that id. Throws BadVerdictError. */
export async function judgeDeviation(id: string, body: NewVerdictBody, person: Person): Promise<Deviation | null> {
  if ((await getDeviation(getPool(), id)) === null) return null;
  await recordVerdict(getPool(), id, {
    verdict: body.verdict,
    reason: body.reason,
    owner: body.owner ?? null,
    expiresAt: body.expiresAt ? new Date(body.expiresAt) : null,
    person: person.name,
    personHow: person.how,
  });
  return getDeviation(getPool(), id);
}
