/**
 * Starts the database and asks one page, the first question of this process: what somebody waits for after a restart. The
 * operating system still has the files in its memory.
 */
import { askPage, filterOf, pageQuestions } from '@/bench/ask-questions';
import { readParams } from '@/bench/params';
import { openDatabase } from '@/lib/db/open-database';

const [index, paramsFile] = process.argv.slice(2);
const params = await readParams(paramsFile ?? null);
const question = pageQuestions(params)[Number(index)];
if (!question) throw new Error(`there is no question ${index}`);
const database = await openDatabase();
try {
  const started = performance.now();
  const answer = await askPage(filterOf(question[1]));
  console.log(JSON.stringify({ milliseconds: performance.now() - started, answer }));
} finally {
  await database.close();
}
