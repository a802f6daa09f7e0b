/** The final table of the import command. */
import type { FileReport } from '@/lib/cli/import-report';

const whole = new Intl.NumberFormat('en-US');

export function printImportTable(reports: FileReport[]): void {
  const header = ['file', 'events', 'inserted', 'duplicates', 'quarantined', 'skipped', 'seconds', 'events/s'];
  const rows = reports.map(({ result }) => [
    result.file,
    whole.format(result.events),
    whole.format(result.inserted),
    whole.format(result.duplicates),
    whole.format(result.quarantined),
    whole.format(result.skipped),
    result.seconds.toFixed(1),
    result.seconds > 0 ? whole.format(Math.round(result.events / result.seconds)) : '–',
  ]);
  const widths = header.map((name, i) => Math.max(name.length, ...rows.map((row) => (row[i] as string).length)));
  for (const row of [header, ...rows]) {
    console.log(
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number)))
        .join('  '),
    );
  }
  for (const { state, id, result } of reports) {
    if (result.error) console.log(`\n${result.file}: ${state}: ${result.error}`);
    if (result.quarantined > 0) {
      console.log(
        `\n${result.file}: ${whole.format(result.quarantined)} quarantined; each with its line and reason on the page /imports/${id}`,
      );
    }
  }
}
