/** What became of the events of a request. */
export type IngestCounts = {
  /** = inserted + duplicates + quarantined, always. */
  received: number;
  inserted: number;
  duplicates: number;
  quarantined: number;
  /** Values that are rightly there but are no audit events. */
  skipped: number;
};

export function noIngestCounts(): IngestCounts {
  return { received: 0, inserted: 0, duplicates: 0, quarantined: 0, skipped: 0 };
}

export function addIngestCounts(a: IngestCounts, b: IngestCounts): IngestCounts {
  return {
    received: a.received + b.received,
    inserted: a.inserted + b.inserted,
    duplicates: a.duplicates + b.duplicates,
    quarantined: a.quarantined + b.quarantined,
    skipped: a.skipped + b.skipped,
  };
}
