// Loads the demo cluster for `npm start -- --demo`, in a process of its own so that the pages stay quick meanwhile.

import { openDatabase } from '@/lib/db/open-database';
import { loadDemo } from '@/lib/ingest/demo/load-demo';

const database = await openDatabase();
const begun = performance.now();
let events = 0;
try {
  console.log('Loading the demo cluster …');
  await loadDemo({
    onProgress: (count) => {
      events = count;
    },
  });
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(
    events > 0 ? `The demo cluster is loaded: ${events} events, ${seconds} s.` : 'The demo cluster is there.',
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await database.close();
}
