import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inTransaction } from '@/lib/db/in-transaction';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { appendBlocks, readLogHead } from './append-blocks';
import { logOrigin } from './block-header';
import { compressPayload, packEvents } from './block-payload';
import { noteHash, parseCheckpointText } from './checkpoint-note';
import { checkpointFile, readCheckpointFile } from './checkpoint-outlets';
import { Checkpointer } from './checkpointer';
import { eventRoot } from './event-root';
import { treeRoot } from './merkle-tree';
import { openNote } from './signed-note';
import { loadSigningKey } from './signing-key';

let database: TestDatabase;
let directory: string;
const received: string[] = [];
const server = createServer((request, response) => {
  request.setEncoding('utf8').on('data', (text: string) => received.push(text));
  request.on('end', () => response.end());
});

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-checkpoints-'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.PLUMBLINE_DATA = directory;
  process.env.PLUMBLINE_CHECKPOINT_FILE = path.join(directory, 'elsewhere', 'all.txt');
  process.env.PLUMBLINE_CHECKPOINT_WEBHOOK = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  database = await createTestDatabase();
});

afterAll(async () => {
  server.close();
  await database.drop();
  await rm(directory, { recursive: true, force: true });
});

async function append(cluster: number, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const events = [Buffer.from(`{"i":${i}}`)];
    const payload = packEvents(events);
    const data = await compressPayload(payload);
    await inTransaction(database.pool, async (client) => {
      const head = await readLogHead(client, cluster);
      await Promise.all(
        appendBlocks(client, cluster, head, [
          {
            eventCount: 1,
            byteLength: payload.length,
            eventRoot: eventRoot(events),
            minAt: i,
            maxAt: i,
            importFileId: null,
            counts: Buffer.alloc(0),
            data,
          },
        ]),
      );
    });
  }
}

async function addCluster(name: string): Promise<{ id: number; origin: string }> {
  const { rows } = await database.pool.query<{ id: number; log_id: string }>(
    'insert into cluster (name) values ($1) returning id, log_id',
    [name],
  );
  return { id: rows[0]?.id as number, origin: logOrigin(rows[0]?.log_id as string) };
}

it('signs what is new, once, and hands it to every outlet', async () => {
  const { id, origin } = await addCluster('signed');
  const said: string[] = [];
  const checkpointer = new Checkpointer(database.pool, (line) => said.push(line));
  await append(id, 3);
  await checkpointer.checkpointDue();
  await checkpointer.checkpointDue();
  await append(id, 2);
  await checkpointer.checkpointDue(); // a minute has not passed
  await checkpointer.checkpointCluster('signed');
  await new Checkpointer(database.pool, (line) => said.push(line)).checkpointCluster('signed');

  const { rows } = await database.pool.query<{ size: number; root: Buffer; note: string }>(
    'select size, root, note from checkpoint where cluster_id = $1 order by size',
    [id],
  );
  expect(rows.map(({ size }) => size)).toEqual([3, 5]);
  expect(said).toHaveLength(2);
  const hashes = await database.pool.query<{ block_hash: Buffer }>(
    'select block_hash from evidence_block where cluster_id = $1 order by seq',
    [id],
  );
  const leaves = hashes.rows.map((row) => row.block_hash);
  const { publicKey } = await loadSigningKey();
  const [first, second] = rows.map(({ note }) => parseCheckpointText(openNote(note, origin, [publicKey]) ?? ''));
  expect(first).toMatchObject({ size: 3, events: 3, previous: null, clusterName: 'signed' });
  expect(first?.root.equals(treeRoot(Buffer.concat(leaves.slice(0, 3))))).toBe(true);
  expect(second?.root.equals(treeRoot(Buffer.concat(leaves)))).toBe(true);
  expect(second?.previous?.equals(noteHash(rows[0]?.note as string))).toBe(true);

  const notes = rows.map(({ note }) => note);
  expect(await readCheckpointFile(checkpointFile('signed'))).toEqual(notes);
  expect(await readFile(path.join(directory, 'elsewhere', 'all.txt'), 'utf8')).toBe(notes.join(''));
  expect(received).toEqual(notes);
  expect((await stat(path.join(directory, 'keys', 'checkpoint.key'))).mode & 0o777).toBe(0o600);
});

it('signs nothing over a log that does not continue what was signed', async () => {
  const { id } = await addCluster('rewritten');
  await append(id, 4);
  await new Checkpointer(database.pool, () => undefined).checkpointCluster('rewritten');
  await append(id, 1);
  for (const change of [
    `update evidence_block set block_hash = previous_hash where cluster_id = $1 and seq = 2`,
    'delete from evidence_block where cluster_id = $1 and seq > 3',
    // The copy in the file is left.
    'delete from evidence_block where cluster_id = $1 and seq > 3; delete from checkpoint where cluster_id = $1',
  ]) {
    const said: string[] = [];
    await inTransaction(database.pool, async (client) => {
      for (const table of ['evidence_block', 'checkpoint'])
        await client.query(`alter table ${table} disable trigger user`);
      for (const statement of change.split('; ')) await client.query(statement, [id]);
      for (const table of ['evidence_block', 'checkpoint'])
        await client.query(`alter table ${table} enable trigger user`);
    });
    await new Checkpointer(database.pool, (line) => said.push(line)).checkpointCluster('rewritten');
    expect(said.join(), change).toMatch(/first 4 blocks are not the ones that were signed before/);
  }
});
