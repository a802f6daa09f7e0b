/**
 * What a report says: values only, the same for every format. Every number of events stands beside the query that returns
 * it, whole, with period and scope in it. Pure: browsers import it too.
 */
import type { EventFieldName } from '@/lib/audit/event-fields';
import type { Outcome } from '@/lib/audit/outcome';
import type { CoverageGap } from '@/lib/coverage/coverage-answers';
import type { NamespaceScope } from '@/lib/reports/report-request';
import type { EventRow } from '@/lib/search/event-answers';

/** Events, and the query that finds them. */
export type Counted = { events: number; query: string };

export type ReportTable = {
  title: string;
  fields: EventFieldName[];
  /** Values in the order of the fields; null = missing. */
  rows: (Counted & { values: (string | null)[] })[];
  /** Combinations that occur, listed or not. */
  distinct: number;
  /** Events of those that are not listed. */
  unlisted: number;
};

export type ReportCheck = Counted & {
  title: string;
  why: string;
  expect: 'none' | 'some' | 'any';
  /** The newest; as many as the definition lists. */
  listed: EventRow[];
};

export type FieldCompleteness = {
  field: EventFieldName;
  label: string;
  missing: Counted;
  /** Of the population, 0 to 100; null where it is empty. */
  percent: number | null;
};

export type PeriodCoverage = {
  cluster: string;
  /** Mean over the recorded time of the period that can be told; null where none can. */
  percent: number | null;
  lost: number;
  /** Seconds of the period in which missing events would not have been noticed. */
  unknownSeconds: number;
  /** Blocks that are stored and not measured yet. */
  pendingBlocks: number;
  firstAt: string | null;
  lastAt: string | null;
  gaps: CoverageGap[];
  moreGaps: number;
  /** The command that says the same. */
  source: string;
};

/** covered: nothing is known to be missing. gaps: something is. unknown: in a part of it, it cannot be told. */
export type CoverageState = 'covered' | 'gaps' | 'unknown';

export type ClusterIntegrity = {
  cluster: string;
  log: string;
  /** Blocks with events of the period. */
  blocks: { first: number; last: number } | null;
  /** The first signed checkpoint that covers them all. */
  checkpoint: { at: string; size: number; root: string } | null;
  prunedBlocks: number;
  redaction: boolean;
};

/** `people`: it names people of the product itself, and is left out where there are pseudonyms. */
export type ReportFact = { label: string; value: string; source: string; people?: true };

export type ReportData = {
  type: 'plumbline report v1';
  product: string;
  definition: {
    id: string;
    framework: string;
    version: string;
    control: string | null;
    title: string;
    question: string;
    file: string;
    builtIn: boolean;
    digest: string;
    limits: string[];
  };
  madeAt: string;
  scope: {
    clusters: string[];
    allClusters: boolean;
    from: string;
    to: string;
    namespaces: NamespaceScope | null;
    /** False where a scope of namespaces was asked for and the question is about the cluster as a whole. */
    namespacesApply: boolean;
    furtherQuery: string;
  };
  pseudonyms: boolean;
  population: Counted & { words: string | null };
  coverage: {
    state: CoverageState;
    /** One sentence for the first page. */
    sentence: string;
    clusters: PeriodCoverage[];
    /** Events of the period were still coming while the report was made. */
    arriving: boolean;
  };
  fields: FieldCompleteness[];
  overTime: {
    bucketSeconds: number;
    /** `narrowing`: what a bucket adds to the population's query. */
    buckets: (Counted & { start: string; narrowing: string; outcomes: Record<Outcome, number> })[];
  };
  tables: ReportTable[];
  checks: ReportCheck[];
  /** Events of the population, the oldest first; null where the definition lists none. */
  listed: EventRow[] | null;
  sample: { seed: string; asked: number; events: (EventRow & { draw: string })[] };
  facts: { title: string; rows: ReportFact[] }[];
  integrity: ClusterIntegrity[];
  verification: ReportFact;
  signOffs: SignOff[];
};

/** What a reviewer said of a report, and as whom. */
export type SignOff = {
  at: string;
  person: string;
  /** How the name is known: from a proxy that signed the person in, stated by the person, or not at all. */
  how: string;
  verdict: SignOffVerdict;
  /** Why it is complete although time is not covered, or what is missing. */
  reason: string;
};

export const signOffVerdicts = ['complete', 'complete with exceptions', 'not complete'] as const;
export type SignOffVerdict = (typeof signOffVerdicts)[number];
