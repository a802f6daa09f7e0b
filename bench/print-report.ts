/** The benchmark's table on the terminal. */
import type { QuestionFigures } from '@/bench/ask-questions';
import type { ImportFigures } from '@/bench/measure-import';

const whole = new Intl.NumberFormat('en-US');

export function printReport(report: ImportFigures & { log: string; queries: QuestionFigures[] }): void {
  console.log(`${report.log}: ${whole.format(report.events)} events, ${megabytes(report.inputBytes)} MB`);
  console.log(`import         ${whole.format(report.eventsPerSecond)} events/s (${report.ingestSeconds.toFixed(1)} s)`);
  console.log(`text index     ${report.textIndexSeconds.toFixed(1)} s more, which the worker does beside other work`);
  console.log(`peak memory    ${megabytes(report.peakMemoryBytes)} MB of the importing process`);
  console.log(`on disk        ${megabytes(report.bytesOnDisk)} MB, ${report.bytesRatio.toFixed(3)} of the input`);
  console.log(`\n${'question'.padEnd(28)}${'p50 ms'.padStart(10)}${'p95 ms'.padStart(10)}${'answer'.padStart(14)}`);
  for (const { name, p50, p95, answer } of report.queries) {
    console.log(
      `${name.padEnd(28)}${p50.toFixed(1).padStart(10)}${p95.toFixed(1).padStart(10)}${whole.format(answer).padStart(14)}`,
    );
  }
}

function megabytes(bytes: number): string {
  return whole.format(Math.round(bytes / 1e6));
}
