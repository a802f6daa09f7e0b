/** Everything as NDJSON to a reader that takes what comes: how fast the events come out. */

import { openExport } from '@/lib/export/open-export';
import { emptyFilter } from '@/lib/search/event-filter';

export async function measureExport(): Promise<{ p50: number; p95: number; answer: number; rowsPerSecond: number }> {
  const started = performance.now();
  const request = { filter: emptyFilter, columns: [], order: 'newest', packing: 'none', bom: false } as const;
  const opened = await openExport({ ...request, format: 'ndjson' }, { actor: 'benchmark' });
  try {
    for await (const _ of opened.data);
  } finally {
    await opened.close();
  }
  const milliseconds = performance.now() - started;
  return {
    p50: milliseconds,
    p95: milliseconds,
    answer: opened.total,
    rowsPerSecond: Math.round((1000 * opened.total) / milliseconds),
  };
}
