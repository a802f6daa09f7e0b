/** The benchmark's table on the terminal. */
import type { QuestionFigures } from '@/bench/ask-questions';
import type { ImportFigures, StoredFigures } from '@/bench/measure-import';
import { disagreements, type Peer, ratioTo } from '@/bench/peer-results';

const whole = new Intl.NumberFormat('en-US');

type Report = StoredFigures & Partial<ImportFigures> & { log: string; queries: QuestionFigures[] };

export function printReport(report: Report, peers: readonly Peer[]): void {
  const { inputBytes, eventsPerSecond, ingestSeconds, peakMemoryBytes, bytesRatio } = report;
  const input = inputBytes === undefined ? '' : `, ${megabytes(inputBytes)} MB`;
  console.log(`${report.log}: ${whole.format(report.events)} events${input}`);
  if (eventsPerSecond !== undefined)
    console.log(`import         ${whole.format(eventsPerSecond)} events/s (${ingestSeconds?.toFixed(1)} s)`);
  const { foldingSeconds, textIndexSeconds } = report;
  console.log(
    `afterwards     ${foldingSeconds.toFixed(1)} s folding of counts, ${textIndexSeconds.toFixed(1)} s text index:`,
  );
  console.log('               the worker does that beside other work');
  if (peakMemoryBytes !== undefined)
    console.log(`peak memory    ${megabytes(peakMemoryBytes)} MB of the importing process`);
  const share = bytesRatio === undefined ? '' : `, ${bytesRatio.toFixed(3)} of the input`;
  console.log(`on disk        ${megabytes(report.bytesOnDisk)} MB${share}`);
  printQuestions(report.queries, peers);
}

function printQuestions(queries: readonly QuestionFigures[], peers: readonly Peer[]): void {
  const heads = peers.map(({ engine }) => `${engine} p50`.padStart(13)).join('');
  console.log(
    `\n${'question'.padEnd(28)}${'p50 ms'.padStart(10)}${'p95 ms'.padStart(10)}${'answer'.padStart(14)}${heads}${peers.length > 0 ? 'ratio'.padStart(8) : ''}`,
  );
  const ratios: number[] = [];
  for (const { name, p50, p95, answer, rowsPerSecond } of queries) {
    const ratio = ratioTo(peers, name, p50);
    if (ratio !== null) ratios.push(ratio);
    const theirs = peers.map(
      ({ queries: others }) => others.find((other) => other.name === name)?.p50.toFixed(1) ?? '',
    );
    const rate = rowsPerSecond === undefined ? '' : `  ${whole.format(rowsPerSecond)} rows/s`;
    console.log(
      name.padEnd(28) +
        p50.toFixed(1).padStart(10) +
        p95.toFixed(1).padStart(10) +
        whole.format(answer).padStart(14) +
        theirs.map((figure) => figure.padStart(13)).join('') +
        (ratio?.toFixed(2).padStart(8) ?? '') +
        rate,
    );
  }
  if (ratios.length > 0) {
    ratios.sort((a, b) => a - b);
    const median = ((ratios[(ratios.length - 1) >> 1] as number) + (ratios[ratios.length >> 1] as number)) / 2;
    console.log(`ratio to the quicker peer: median ${median.toFixed(2)}, largest ${ratios.at(-1)?.toFixed(2)}`);
  }
  for (const difference of disagreements(peers, queries)) console.log(`another answer: ${difference}`);
}

function megabytes(bytes: number): string {
  return whole.format(Math.round(bytes / 1e6));
}
