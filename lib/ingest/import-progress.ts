/** How far an import is: the same numbers on the terminal, in the database and in the browser. */
export type ImportCounts = {
  bytes: number;
  lines: number;
  /** Values that the container gave; batches end at the same ones in every run over the same input. */
  valuesRead: number;
  /** = inserted + duplicates + quarantined, whenever a batch is complete. */
  events: number;
  inserted: number;
  duplicates: number;
  quarantined: number;
  skipped: number;
};

export type ImportProgress = ImportCounts & { bytesTotal: number | null; seconds: number };

export function noCounts(): ImportCounts {
  return { bytes: 0, lines: 0, valuesRead: 0, events: 0, inserted: 0, duplicates: 0, quarantined: 0, skipped: 0 };
}
