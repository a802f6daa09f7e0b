/** What a fault test saw, for the table of docs/faults.md: a line of JSON each, in the file that FAULTS_RECORD names. */
import { appendFileSync } from 'node:fs';

export type FaultRecord = {
  fault: string;
  what: string;
  /** Faults, attacks or inputs that really happened. */
  count: number;
  /** Events that were acknowledged or imported. */
  events: number;
  lost: number;
  doubled: number;
  more?: string;
};

export function recordFault(record: FaultRecord): void {
  const file = process.env.FAULTS_RECORD;
  if (file) appendFileSync(file, `${JSON.stringify(record)}\n`);
}
