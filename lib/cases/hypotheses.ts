/** What may have happened: open until something supports or refutes it. */
import type { Person } from '@/lib/people/person';
import { type HypothesisChange, hypothesisChangeSchema, newHypothesisSchema } from './case-changes';
import { NotInCaseError } from './case-conflict';
import { inCase } from './case-step';
import type { HypothesisState } from './case-words';

/** Answers its number, or null where there is no such case. Throws ZodError and CaseConflictError. */
export function addHypothesis(id: number, wanted: { text: string }, person: Person): Promise<number | null> {
  const { text } = newHypothesisSchema.parse(wanted);
  return inCase(id, person, async (client, _, record) => {
    const { rows } = await client.query<{ id: number }>(
      'insert into case_hypothesis (case_id, text) values ($1, $2) returning id',
      [id, text],
    );
    const hypothesis = rows[0]?.id ?? 0;
    await record('hypothesis.added', { hypothesis, text });
    return hypothesis;
  });
}

/** False where there is no such case. Throws ZodError, NotInCaseError and CaseConflictError. */
export async function changeHypothesis(
  id: number,
  hypothesis: number,
  wanted: HypothesisChange,
  person: Person,
): Promise<boolean> {
  const change = hypothesisChangeSchema.parse(wanted);
  const done = await inCase(id, person, async (client, _, record) => {
    const { rows } = await client.query<{ text: string; state: HypothesisState }>(
      'select text, state from case_hypothesis where case_id = $1 and id = $2',
      [id, hypothesis],
    );
    const before = rows[0];
    if (!before) throw new NotInCaseError(`Case ${id} has no hypothesis ${hypothesis}.`);
    const { text = before.text, state = before.state } = change;
    if (text !== before.text) await record('hypothesis.text', { hypothesis, before: before.text, after: text });
    if (state !== before.state) {
      await record('hypothesis.state', { hypothesis, text, before: before.state, after: state });
    }
    await client.query('update case_hypothesis set text = $2, state = $3, updated_at = now() where id = $1', [
      hypothesis,
      text,
      state,
    ]);
    return true;
  });
  return done ?? false;
}
