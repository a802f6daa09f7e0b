/**
 * npm run pack -- --out FILE [--case N | FILTER]
 * Makes an evidence pack. Exit code 0 when the file is whole, 1 when it could not be made, 2 for a wrong call, 130 when it was
 * interrupted.
 */
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { exportProgressBar } from '@/lib/cli/export-progress-bar';
import { makeFile } from '@/lib/cli/make-file';
import { recordExport } from '@/lib/export/record-export';
import { makePack, type PackRequest } from '@/lib/packs/make-pack';
import { type PackSubject, readFilter } from '@/lib/packs/pack-subject';

const USAGE = `Usage: npm run pack -- --out FILE.zip [--case NUMBER | FILTER]

Makes an evidence pack: a ZIP with the original events, the same as CSV, the query, proofs of every event, signed checkpoints,
the custody log and a verifier. Whoever gets it checks it with  node verify-evidence.mjs FILE.zip --key PUBLIC-KEY

  FILTER         as in the address of the Events page, such as 'verb=delete&from=now-24h'; all events without
  --case NUMBER  what is pinned to that case, with its context, and the case itself`;

const whole = new Intl.NumberFormat('en-US');

type Call = { subject: PackSubject; out: string };

function parseCall(): Call | string {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { out: { type: 'string' }, case: { type: 'string' } },
    });
    if (!values.out || positionals.length > 1 || (values.case !== undefined && positionals.length > 0)) return USAGE;
    // npm runs a script in the project's folder; the name was typed in another.
    const out = path.resolve(process.env.INIT_CWD ?? '.', values.out);
    if (values.case !== undefined) {
      if (!/^[1-9]\d{0,8}$/.test(values.case)) return '--case: expected the number of a case.';
      return { subject: { case: Number(values.case) }, out };
    }
    const query = (positionals[0] ?? '').replace(/^\?/, '');
    readFilter(query);
    return { subject: { query }, out };
  } catch (error) {
    return error instanceof Error && error.name === 'PackError'
      ? error.message
      : `${error instanceof Error ? error.message : error}\n\n${USAGE}`;
  }
}

async function write({ subject, out }: Call, signal: AbortSignal): Promise<void> {
  const begun = performance.now();
  const { username } = os.userInfo();
  const actor = `command line: ${username}`;
  let bar: ReturnType<typeof exportProgressBar> | null = null;
  const onProgress: PackRequest['onProgress'] = (events, total) => {
    bar ??= exportProgressBar(total);
    bar.update(events);
  };
  await recordExport(actor, 'events.pack', subject);
  try {
    const person = { name: `${username} (command line)`, how: 'unknown' } as const;
    const { events, bytes, sha256 } = await makePack({ subject, person, out, signal, onProgress });
    await recordExport(actor, 'events.pack.finished', { ...subject, events, sha256 });
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    console.error(`${whole.format(events)} events, ${whole.format(bytes)} bytes in ${seconds} s`);
    console.error(`SHA-256 ${sha256}`);
    console.error(`Written to ${out}`);
  } catch (error) {
    await recordExport(actor, 'events.pack.stopped', subject);
    throw error;
  } finally {
    // Narrowed to null: the compiler does not see that the callback set it.
    (bar as ReturnType<typeof exportProgressBar> | null)?.stop();
  }
}

process.exitCode = await makeFile(parseCall(), write);
