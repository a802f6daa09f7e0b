/** Reads checkpoints from outside of the database: the ones given, else the files that the installation wrote itself. */
import { readFile } from 'node:fs/promises';
import { logOrigin } from '@/lib/evidence/block-header';
import { parseCheckpointText, splitNotes } from '@/lib/evidence/checkpoint-note';
import { checkpointFile, readCheckpointFile } from '@/lib/evidence/checkpoint-outlets';
import { openNote } from '@/lib/evidence/signed-note';
import type { CheckedLog } from '@/lib/verify/block-checker';
import type { OutsideCheckpoint } from '@/lib/verify/checkpoint-check';
import type { Findings } from '@/lib/verify/findings';

export type OutsideCheckpoints = Map<number, OutsideCheckpoint[]>;

/** By cluster. A given file must fit; of a file that was only found, notes of other logs are told as a notice. */
export async function readOutsideCheckpoints(
  logs: readonly CheckedLog[],
  keys: readonly Buffer[],
  given: string | null,
  findings: Findings,
  notices: string[],
): Promise<OutsideCheckpoints> {
  const found: OutsideCheckpoints = new Map(logs.map(({ clusterId }) => [clusterId, []]));
  const files = given === null ? logs.map((log) => checkpointFile(log.clusterName)) : [given];
  const byOrigin = new Map(logs.map((log) => [logOrigin(log.logId), log]));
  for (const file of files) {
    const notes = given === null ? await readCheckpointFile(file) : splitNotes(await readFile(file, 'utf8'));
    if (notes.length === 0) {
      notices.push(`${file} holds no checkpoint: a log that was cut off or rewritten as a whole would not be noticed.`);
    }
    let foreign = 0;
    notes.forEach((note, i) => {
      const place = `checkpoint ${i + 1} of ${file}`;
      const origin = note.slice(0, note.indexOf('\n'));
      const log = byOrigin.get(origin);
      const text = openNote(note, origin, keys);
      const checkpoint = text === null ? null : parseCheckpointText(text);
      if (!log) foreign++;
      else if (checkpoint) found.get(log.clusterId)?.push({ checkpoint, place });
      else {
        const message = `${place} is not signed by a known key, or was changed`;
        findings.add({ kind: 'outside-checkpoint', cluster: log.clusterName, block: null, event: null, message });
      }
    });
    if (foreign === 0) continue;
    const message = `${file} holds ${foreign} checkpoints of logs that are not in this database`;
    if (given === null)
      notices.push(`${message}. If no other database was used here on purpose, the log was replaced.`);
    else {
      const cluster = logs.length === 1 ? (logs[0]?.clusterName ?? null) : null;
      findings.add({
        kind: 'outside-checkpoint',
        cluster,
        block: null,
        event: null,
        message: `${message}: a log was removed or replaced`,
      });
    }
  }
  return found;
}
