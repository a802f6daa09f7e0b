/**
 * Parses batches of values into columns of events. Runs on the importing thread and in a worker alike, and knows nothing
 * of the database: combinations of facet values get numbers of the parser's own, which the importer turns into the
 * dictionary's. Events as kube-apiserver writes them go through the scanner, everything else through parseValue, at four
 * times the cost; the two give the same.
 */
import { isUtf8 } from 'node:buffer';
import type { FacetValues } from '@/lib/audit/facet-values';
import type { RedactionKey } from '@/lib/audit/redaction/mark-of';
import { EventColumns } from '@/lib/ingest/event-columns';
import type { FormatName } from '@/lib/ingest/formats/format-names';
import type { BadInput } from '@/lib/ingest/input-value';
import { type ParseSink, parseValue } from '@/lib/ingest/parse-value';
import type { ParsedBatch } from '@/lib/ingest/parsed-batch';
import { Redactor } from '@/lib/ingest/redactor';
import { EventScanner, MAX_SCANNED_BYTES, NOT_SCANNED, SCANNED } from '@/lib/ingest/scanner/event-scanner';
import type { ValueBatch } from '@/lib/ingest/value-batch';

/** Combinations remembered, some 300 bytes each; beyond that they are forgotten and numbered anew. */
const MAX_KNOWN = 60_000;
/** The only format that the scanner knows. */
const SCANNED_FORMAT = 'audit.k8s.io/v1';
/** Between values in a key; NUL is in no indexed value. */
const SEPARATOR = '\0';

export class BatchParser {
  private known = new Map<string, number>();
  private nextCombination = 0;
  private readonly scanner = new EventScanner();
  private readonly redactor: Redactor | null;

  constructor(
    private readonly cluster: string,
    private readonly format: FormatName | null,
    redactionKey: RedactionKey | null,
  ) {
    this.redactor = redactionKey === null ? null : new Redactor(redactionKey);
  }

  parse(values: ValueBatch): ParsedBatch {
    if (this.known.size > MAX_KNOWN) this.known = new Map();
    const columns = new EventColumns(values.ends.length, values.bytes);
    const firstCombination = this.nextCombination;
    const newCombinations: FacetValues[] = [];
    const quarantined: BadInput[] = [];
    const skipped = new Map<string, number>();
    const formats = new Set<string>();
    let events = 0;
    let combination = 0;
    const sink: ParseSink = {
      event: (event) => {
        events++;
        combination = this.combinationOf(event.values, newCombinations);
        columns.add(event, combination);
      },
      bad: (bad) => quarantined.push(bad),
      skip: (reason) => skipped.set(reason, (skipped.get(reason) ?? 0) + 1),
      format: (name) => formats.add(name),
      redactor: this.redactor,
    };
    const bytes = Buffer.from(values.bytes.buffer, values.bytes.byteOffset, values.bytes.byteLength);
    // A value that begins with { cannot go on with the rest of a character: valid as a whole means valid each.
    const scannable = (this.format === null || this.format === 'native') && isUtf8(bytes);
    let scanned = 0;
    for (let i = 0; i < values.ends.length; i++) {
      const value = bytes.subarray(i === 0 ? 0 : values.ends[i - 1], values.ends[i]);
      const answer = scannable ? this.scan(value) : NOT_SCANNED;
      if (answer === SCANNED) {
        scanned++;
        columns.addScanned(this.scanner, value, this.scanner.combination);
        continue;
      }
      events = 0;
      const input = {
        bytes: value,
        lineNumber: values.lineNumbers[i] as number,
        byteOffset: values.byteOffsets[i] as number,
      };
      parseValue({ value: input }, this.cluster, sink, 0, this.format);
      if (answer !== NOT_SCANNED && events === 1) this.scanner.remember(combination);
    }
    if (scanned > 0) formats.add(SCANNED_FORMAT);
    quarantined.push(...values.bad);
    quarantined.sort((a, b) => a.lineNumber - b.lineNumber);
    return {
      ...columns.finish(),
      firstCombination,
      newCombinations,
      quarantined: this.redactor ? quarantined.map(this.redactor.bad) : quarantined,
      skipped,
      formats: [...formats],
    };
  }

  /** The scanner's answer; an event that has to be redacted is left to the parser, which does that. */
  private scan(value: Buffer): number {
    if (value.length > MAX_SCANNED_BYTES) return NOT_SCANNED;
    const answer = this.scanner.scan(value);
    if (answer === NOT_SCANNED || !this.redactor || !this.scanner.mayHoldSecrets()) return answer;
    // Nearly always a request for a Secret without its content. (The scanner has seen that it is not too deep.)
    return this.redactor.event(value) === null ? answer : NOT_SCANNED;
  }

  private combinationOf(values: FacetValues, newCombinations: FacetValues[]): number {
    const key = values.join(SEPARATOR);
    let combination = this.known.get(key);
    if (combination === undefined) {
      combination = this.nextCombination++;
      this.known.set(key, combination);
      newCombinations.push(values);
    }
    return combination;
  }
}
