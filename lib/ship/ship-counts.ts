/** What the shipper did since it started; the status line and file show it. */
export class ShipCounts {
  shippedLines = 0;
  shippedBytes = 0;
  batches = 0;
  inserted = 0;
  duplicates = 0;
  quarantined = 0;
  skipped = 0;
  /** Lines of more than 16 MiB, of which the beginning was sent. */
  cutLines = 0;
  /** Times that the log became shorter under the same name (copytruncate). */
  truncations = 0;
  /** Files that went before they were read to their end, and the bytes of them that were seen and not sent. */
  lostFiles = 0;
  lostBytes = 0;
  damagedSegments = 0;
}
