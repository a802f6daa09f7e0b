/** Packs that somebody asked for: a row each, made by the worker one after another, with their progress. */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { inCase } from '@/lib/cases/case-step';
import { getPool } from '@/lib/db/pool';
import { getEnv } from '@/lib/env';
import { recordExport } from '@/lib/export/record-export';
import { type Person, webActor } from '@/lib/people/person';
import { type NewPack, newPackSchema, type Pack } from './pack-answers';
import { PackError } from './pack-error';
import { readFilter } from './pack-subject';

const MOST_WAITING = 20;

const COLUMNS = `id, case_id as "case", query, state, events_total as "eventsTotal", events_written as "eventsWritten", bytes, sha256,
  error, asked_by as "askedBy", asked_how as "askedHow", created_at as "createdAt", finished_at as "finishedAt"`;

type Row = Omit<Pack, 'askedBy' | 'createdAt' | 'finishedAt'> & {
  askedBy: string;
  askedHow: Person['how'];
  createdAt: Date;
  finishedAt: Date | null;
};

export function packFile(id: string): string {
  return path.join(getEnv().PLUMBLINE_DATA, 'packs', `${id}.zip`);
}

/** Null where there is no such case. Throws ZodError and PackError. */
export async function requestPack(wanted: NewPack, person: Person): Promise<Pack | null> {
  const { query, case: caseId } = newPackSchema.parse(wanted);
  // What cannot be read is told at once, not by a pack that fails later.
  if (query !== undefined) readFilter(query);
  const { rows } = await getPool().query<{ n: number }>(
    `select count(*)::int as n from evidence_pack where state in ('queued', 'running')`,
  );
  if ((rows[0]?.n ?? 0) >= MOST_WAITING) {
    throw new PackError(`${MOST_WAITING} packs are waiting already. Ask again when some of them are done.`);
  }
  const id = randomUUID();
  const values = [id, caseId ?? null, query ?? null, person.name, person.how];
  const insert = `insert into evidence_pack (id, case_id, query, state, asked_by, asked_how) values ($1, $2, $3, 'queued', $4, $5)`;
  if (caseId === undefined) await getPool().query(insert, values);
  else {
    const done = await inCase(
      caseId,
      person,
      async (client, _, record) => {
        await client.query(insert, values);
        await record('pack.asked', { pack: id });
        return true;
      },
      { closed: true },
    );
    if (done === null) return null;
  }
  return getPack(id);
}

export async function getPack(id: string): Promise<Pack | null> {
  const { rows } = await getPool().query<Row>(`select ${COLUMNS} from evidence_pack where id = $1`, [id]);
  return rows[0] ? toPack(rows[0]) : null;
}

export async function listPacks(caseId: number | null): Promise<Pack[]> {
  const { rows } = await getPool().query<Row>(
    `select ${COLUMNS} from evidence_pack where $1::int is null or case_id = $1 order by created_at desc limit 50`,
    [caseId],
  );
  return rows.map(toPack);
}

/** One that waits is over at once; one that runs stops at its next block. */
export async function cancelPack(id: string): Promise<Pack | null> {
  await getPool().query(
    `update evidence_pack set cancel_requested = true,
       state = case when state = 'queued' then 'cancelled' else state end,
       finished_at = case when state = 'queued' then now() else finished_at end
     where id = $1 and state in ('queued', 'running')`,
    [id],
  );
  return getPack(id);
}

export type PackFile = { bytes: number; name: string; open: () => AsyncIterable<Buffer>; pack: Pack };

/** The bytes of a finished pack, or null where there is no such pack. Throws PackError where it has no file. */
export async function openPack(id: string): Promise<PackFile | null> {
  const pack = await getPack(id);
  if (!pack) return null;
  const file = packFile(id);
  const found = pack.state === 'done' ? await stat(file).catch(() => null) : null;
  if (!found) throw new PackError(missingWords(pack));
  const of = pack.case === null ? 'events' : `case-${pack.case}`;
  const time = pack.createdAt.replace(/[-:]|\.\d+/g, '');
  return { bytes: found.size, name: `plumbline-pack-${of}-${time}.zip`, open: () => createReadStream(file), pack };
}

/** Somebody takes the file: it is in the product's record, and in that of the case, before the first byte leaves. */
export async function recordTaking({ id, case: caseId, bytes, sha256 }: Pack, person: Person): Promise<void> {
  await recordExport(webActor(person), 'events.pack.taken', { id, case: caseId, bytes, sha256 });
  if (caseId === null) return;
  await inCase(caseId, person, (_, __, record) => record('pack.taken', { pack: id, sha256 }), { closed: true });
}

function missingWords({ state, error }: Pack): string {
  if (state === 'queued' || state === 'running') return 'This pack is not finished yet.';
  if (state === 'failed') return `This pack could not be made: ${error}`;
  if (state === 'cancelled') return 'This pack was cancelled. Ask for another one.';
  return 'The file of this pack was removed: packs are kept for 7 days. Ask for another one.';
}

function toPack({ askedBy, askedHow, createdAt, finishedAt, ...row }: Row): Pack {
  return {
    ...row,
    askedBy: { name: askedBy, how: askedHow },
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}
