/**
 * An evidence pack as a file: what it is of is found and frozen, its events are written block by block in constant memory, and
 * the whole is sealed. The file appears under its name when it is whole.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { verifierKey } from '@/lib/evidence/signed-note';
import { loadSigningKey } from '@/lib/evidence/signing-key';
import type { Person } from '@/lib/people/person';
import { writePdf } from '@/lib/reports/write-pdf';
import { caseMembers } from './case-members';
import { readCustody } from './custody';
import { PACK_PDF, packDocument } from './pack-document';
import { type PackLog, readPackLogs } from './pack-log';
import { describeQuery, type ManifestFacts, packManifest, signManifest } from './pack-manifest';
import { type PackMember, textMember } from './pack-member';
import { packReadme } from './pack-readme';
import { type FrozenSubject, freezeSubject, type PackSubject } from './pack-subject';
import { PackTally } from './pack-tally';
import { sealedZip } from './sealed-zip';
import { checkpointName, type EventCounts, writeEvents } from './write-events';

export type PackRequest = {
  subject: PackSubject;
  person: Person;
  /** The file to write. */
  out: string;
  signal: AbortSignal;
  onProgress: (events: number, total: number) => void;
};

export type PackResult = { events: number; bytes: number; sha256: string };

/** Throws PackError, SearchTimeoutError, QueryTimeout, and the signal's reason; then nothing is left behind. */
export async function makePack({ subject, person, out, signal, onProgress }: PackRequest): Promise<PackResult> {
  const at = new Date();
  const frozen = await freezeSubject(subject, at.getTime() * 1000, signal);
  onProgress(0, frozen.wanted.total);
  const logs = await readPackLogs(frozen);
  const publicKey = (await loadSigningKey()).publicKey.toString('base64');
  const counts: EventCounts = {
    events: 0,
    blocks: 0,
    lines: { asStored: 0, lineBreaksReplaced: 0, wrapped: 0 },
    cells: { cutCells: 0 },
    tally: new PackTally(frozen.dictionary),
  };
  const facts = { subject: frozen, query: describeQuery(frozen), logs, at, person, counts, publicKey };
  const draft = `${out}.${process.pid}.part`;
  await mkdir(path.dirname(out), { recursive: true });
  try {
    const members = await packMembers(facts, draft, signal, onProgress);
    const zip = sealedZip(
      members,
      async (measured) => {
        const manifest = packManifest({ ...facts, members: measured });
        return { manifest, note: await signManifest(manifest, counts.events, at) };
      },
      at,
    );
    const hash = createHash('sha256');
    const hashed = async function* () {
      for await (const chunk of zip) {
        hash.update(chunk);
        yield chunk;
      }
    };
    await pipeline(Readable.from(hashed(), { objectMode: false }), createWriteStream(draft), { signal });
    await rename(draft, out);
    return { events: counts.events, bytes: (await stat(out)).size, sha256: hash.digest('hex') };
  } finally {
    for (const file of [draft, `${draft}.csv`, `${draft}.proofs`]) await rm(file, { force: true });
  }
}

type MemberFacts = Omit<ManifestFacts, 'members'> & { subject: FrozenSubject; logs: readonly PackLog[] };

/** The files of the pack in their order; the PDF is the last one, for it names the hashes of all others. */
async function packMembers(
  facts: MemberFacts,
  draft: string,
  signal: AbortSignal,
  onProgress: PackRequest['onProgress'],
): Promise<PackMember[]> {
  const { subject, logs, at, person, counts, publicKey } = facts;
  const custody = await readCustody(subject, logs, { at, person, events: subject.wanted.total });
  return [
    textMember('README.txt', 'what this is and how to check it', () => packReadme(facts)),
    {
      name: 'events.ndjson',
      what: 'the original events, one a line',
      // Table and proofs are made of the same blocks: they wait in files until the ZIP comes to them.
      bytes: () =>
        writeBeside(writeEvents(subject, logs, counts, signal), draft, () =>
          onProgress(counts.events, subject.wanted.total),
        ),
    },
    { name: 'events.csv', what: 'the events as a table', bytes: () => createReadStream(`${draft}.csv`) },
    { name: 'proofs.ndjson', what: 'what proves every event', bytes: () => createReadStream(`${draft}.proofs`) },
    ...logs.map(({ clusterName, checkpoint }) =>
      textMember(checkpointName(clusterName), 'signed checkpoint of the log', () => checkpoint.note),
    ),
    textMember('public-key.txt', 'the key that signed checkpoints and manifest', () => keyText(publicKey, logs)),
    textMember('custody.ndjson', 'who did what, from the import to this pack', () =>
      custody.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
    ),
    ...(subject.case ? caseMembers(subject.case) : []),
    {
      name: 'verify-evidence.mjs',
      what: 'the verifier: node verify-evidence.mjs PACK.zip',
      async *bytes() {
        yield await readFile(path.resolve('lib/verify/offline/verify-evidence.mjs'));
      },
    },
    {
      name: PACK_PDF,
      what: 'the same to read: question, counts, chart, what proves it, hashes, custody',
      async *bytes(before) {
        yield await writePdf(await packDocument({ ...facts, custody, files: before }));
      },
    },
  ];
}

function keyText(publicKey: string, logs: readonly PackLog[]): string {
  const key = Buffer.from(publicKey, 'base64');
  return [publicKey, ...logs.map(({ origin }) => verifierKey(origin, key))].map((line) => `${line}\n`).join('');
}

async function* writeBeside(
  pieces: ReturnType<typeof writeEvents>,
  draft: string,
  onPiece: () => void,
): AsyncGenerator<Buffer, void, void> {
  const csv = createWriteStream(`${draft}.csv`);
  const proofs = createWriteStream(`${draft}.proofs`);
  try {
    for await (const piece of pieces) {
      await write(csv, piece.csv);
      await write(proofs, piece.proofs);
      if (piece.ndjson.length > 0) yield piece.ndjson;
      onPiece();
    }
  } finally {
    await Promise.all([end(csv), end(proofs)]);
  }
}

async function write(stream: WriteStream, text: string): Promise<void> {
  if (stream.errored) throw stream.errored;
  if (text !== '' && !stream.write(text)) await once(stream, 'drain');
}

async function end(stream: WriteStream): Promise<void> {
  if (stream.errored) throw stream.errored;
  stream.end();
  await once(stream, 'close');
}
