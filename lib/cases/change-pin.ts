/** The note of a pin, how far around it belongs to the case, and whether it still counts. Its facts never change. */
import type { Person } from '@/lib/people/person';
import { type PinChange, pinChangeSchema } from './case-changes';
import { NotInCaseError } from './case-conflict';
import { inCase } from './case-step';

type PinRow = { kind: string; title: string; note: string; contextSeconds: number };

/** False where there is no such case. Throws ZodError, NotInCaseError and CaseConflictError. */
export async function changePin(id: number, pin: number, wanted: PinChange, person: Person): Promise<boolean> {
  const change = pinChangeSchema.parse(wanted);
  const done = await inCase(id, person, async (client, _, record) => {
    const { rows } = await client.query<PinRow>(
      `select kind, title, note, context_seconds as "contextSeconds" from case_pin
       where case_id = $1 and id = $2 and removed_at is null`,
      [id, pin],
    );
    const before = rows[0];
    if (!before) throw new NotInCaseError(`Case ${id} has no pin ${pin}.`);
    const { kind, title } = before;
    const { note = before.note, contextSeconds = before.contextSeconds, remove = false } = change;
    if (note !== before.note) await record('pin.note', { pin, title, before: before.note, after: note });
    if (contextSeconds !== before.contextSeconds) {
      await record('pin.context', { pin, title, before: before.contextSeconds, after: contextSeconds });
    }
    if (remove) await record('pin.removed', { pin, kind, title, note });
    await client.query(
      `update case_pin set note = $2, context_seconds = $3, removed_at = case when $4 then now() end where id = $1`,
      [pin, note, contextSeconds, remove],
    );
    return true;
  });
  return done ?? false;
}
