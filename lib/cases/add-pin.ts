/** Pins something to a case, with its facts of this moment. */
import type { Person } from '@/lib/people/person';
import { type NewPin, newPinSchema } from './case-changes';
import { CaseConflictError } from './case-conflict';
import { inCase } from './case-step';
import { freezePin } from './freeze-pin';

const MAX_PINS = 2000;

/** Answers the pin's number, or null where there is no such case. Throws what freezePin throws, ZodError, CaseConflictError. */
export async function addPin(id: number, wanted: NewPin, person: Person): Promise<number | null> {
  const pin = newPinSchema.parse(wanted);
  // Before the case is locked: it may read a lot.
  const frozen = await freezePin(pin, Date.now() * 1000);
  return inCase(id, person, async (client, _, record) => {
    const { rows: pinned } = await client.query<{ same: boolean }>(
      'select kind = $2 and subject = $3 as same from case_pin where case_id = $1 and removed_at is null',
      [id, pin.kind, frozen.subject],
    );
    if (pinned.some(({ same }) => same)) throw new CaseConflictError(`That is pinned to case ${id} already.`);
    if (pinned.length >= MAX_PINS) {
      throw new CaseConflictError(`Case ${id} has ${MAX_PINS} pins: open another case and link the two.`);
    }
    const { note = '', contextSeconds = 0 } = pin;
    const { rows } = await client.query<{ id: number }>(
      `insert into case_pin (case_id, kind, subject, title, href, event_at, event_until, facts, note, context_seconds,
         pinned_by, pinned_how)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id`,
      [
        id,
        pin.kind,
        frozen.subject,
        frozen.title,
        frozen.href,
        frozen.at,
        frozen.until,
        JSON.stringify(frozen.facts),
        note,
        contextSeconds,
        person.name,
        person.how,
      ],
    );
    const number = rows[0]?.id ?? 0;
    await record('pin.added', { pin: number, kind: pin.kind, title: frozen.title, note, contextSeconds });
    return number;
  });
}
