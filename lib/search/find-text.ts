/** A string anywhere in the original events: bodies, annotations, URI. The blocks in which it can be are searched. */
import type { PoolClient } from 'pg';
import { unpackEvents } from '@/lib/evidence/block-payload';
import { textSpellings } from '@/lib/query/text-spellings';
import { type MatchingRow, type MatchingRows, newestFirst } from '@/lib/search/matching-row';
import { type ScanWindow, scanBlocks } from '@/lib/search/scan-blocks';
import type { Possible } from '@/lib/text-index/text-index';

/** Newest first. `candidates`: rows to choose from, or null for all of the window. */
export async function findText(
  client: PoolClient,
  text: string,
  window: ScanWindow,
  candidates: MatchingRows | null,
): Promise<MatchingRow[]> {
  const needles = textSpellings(text);
  const holds = (bytes: Buffer) => needles.some((needle) => bytes.includes(needle));
  const found: MatchingRow[] = [];
  const possible: Possible = (mayHold) => needles.some(mayHold);
  await scanBlocks(client, { window, candidates, possible }, async (payload, rows) => {
    if (!holds(payload)) return;
    const ordinals = new Set<number>();
    unpackEvents(payload).forEach((event, ordinal) => {
      if (holds(event)) ordinals.add(ordinal);
    });
    if (ordinals.size === 0) return;
    for (const row of await rows()) if (ordinals.has(row.ordinal)) found.push(row);
  });
  return found.sort(newestFirst);
}
