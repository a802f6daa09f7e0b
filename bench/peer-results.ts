/** Result files of other engines' benchmarks: the same questions by name, asked of the same log. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const peerSchema = z.object({
  engine: z.string(),
  events: z.number(),
  queries: z.array(z.object({ name: z.string(), p50: z.number(), answer: z.number() })),
});

export type Peer = z.infer<typeof peerSchema>;

/** `files`: names, by commas. */
export async function readPeers(files: string, place: (file: string) => string): Promise<Peer[]> {
  return Promise.all(
    files.split(',').map(async (file) => peerSchema.parse(JSON.parse(await readFile(place(file.trim()), 'utf8')))),
  );
}

/** By question: this p50 over the quickest peer's; null where none was asked it. */
export function ratioTo(peers: readonly Peer[], name: string, p50: number): number | null {
  const theirs = peers.flatMap(({ queries }) =>
    queries.filter((query) => query.name === name).map((query) => query.p50),
  );
  return theirs.length === 0 ? null : p50 / Math.min(...theirs);
}

/** Engines that were asked the same and found another number of events. */
export function disagreements(peers: readonly Peer[], queries: readonly { name: string; answer: number }[]): string[] {
  return peers.flatMap(({ engine, queries: theirs }) =>
    queries.flatMap(({ name, answer }) => {
      const other = theirs.find((query) => query.name === name);
      return other && other.answer !== answer ? [`${name}: ${answer} here, ${other.answer} in ${engine}`] : [];
    }),
  );
}
