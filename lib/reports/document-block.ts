/**
 * What a document is made of: headings, paragraphs, facts, tables, charts and lines to fill in. HTML and PDF lay them out, and
 * whoever has something to print makes them. Texts of events have been made inert by then.
 */
import type { ChartBuckets } from '@/lib/reports/chart-shape';

export type Column = {
  label: string;
  align?: 'right';
  /** Identifiers and queries. */
  mono?: boolean;
  /** Share of the width where it is known to be wide or narrow; 1 otherwise. */
  weight?: number;
};

export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string }
  | { kind: 'paragraph'; text: string; tone?: 'warning' | 'muted' | 'strong' }
  | { kind: 'query'; text: string }
  | { kind: 'facts'; rows: { label: string; value: string; source?: string; mono?: boolean }[] }
  | { kind: 'table'; caption: string; columns: Column[]; rows: string[][] }
  | { kind: 'chart'; caption: string; overTime: ChartBuckets; gaps: readonly { from: string; to: string }[] }
  | { kind: 'form'; lines: string[] };

export type PrintedDocument = {
  title: string;
  /** At the foot of every page. */
  footer: string;
  /** Made with, and when: the only date in it. */
  product: string;
  madeAt: string;
  blocks: Block[];
};
