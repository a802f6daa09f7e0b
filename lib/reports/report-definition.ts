/**
 * What a report asks: a control, its question, the query that finds the population, and what is shown of it. Definitions
 * are files (definitions/*.yaml, and a user's own), so that they can be read, edited and versioned; this is their form.
 */
import { z } from 'zod';
import { eventFieldNames } from '@/lib/audit/event-fields';

export const MAX_SAMPLE = 5000;
export const MAX_LISTED = 5000;

/** Names in addresses, on the command line and in file names. */
const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.()_-]{0,79}$/, {
  error: 'expected letters, digits and . - _ ( ), such as PCI-10.2.1.4',
});

const words = z
  .string()
  .trim()
  .min(1, { error: 'expected a text' })
  .max(2000, { error: 'expected 2,000 characters at most' });
const field = z.enum(eventFieldNames as [string, ...string[]], {
  error: `expected a field: ${eventFieldNames.join(', ')}`,
}) as z.ZodType<(typeof eventFieldNames)[number]>;
const query = z.string({ error: 'expected a text of the query language' }).max(20_000);

const tableSchema = z.strictObject({
  title: words,
  /** Rows are the combinations of their values that occur, the most frequent first. */
  fields: z
    .array(field)
    .min(1, { error: 'expected one field or more' })
    .max(4, { error: 'expected four fields at most' }),
  rows: z.number().int().min(1).max(1000).default(20),
});

const checkSchema = z.strictObject({
  title: words,
  /** Must hold besides the population's query. */
  query,
  why: words,
  /** none: each event found is an exception. some: that none is found is one. any: it is only counted. */
  expect: z.enum(['none', 'some', 'any'], { error: 'expected none, some or any' }).default('none'),
  list: z.number().int().min(0).max(MAX_LISTED).default(20),
});

export const factKinds = ['retention', 'product-record', 'clock', 'verification', 'reviews'] as const;
export type FactKind = (typeof factKinds)[number];

/** Everything of a report that can be taken from another one by `like`. */
const contents = {
  query: query.optional(),
  /** What the population is, in words. */
  population: words.optional(),
  /** False where the question is about the cluster as a whole: a scope of namespaces would hide what it is about. */
  namespaced: z.boolean().optional(),
  /** Fields that a record needs for this question: how many of the population have them. */
  required: z.array(field).optional(),
  tables: z.array(tableSchema).max(20).optional(),
  checks: z.array(checkSchema).max(40).optional(),
  facts: z.array(z.enum(factKinds, { error: `expected one of ${factKinds.join(', ')}` })).optional(),
  sample: z
    .number()
    .int()
    .min(0)
    .max(MAX_SAMPLE, { error: `expected ${MAX_SAMPLE} at most` })
    .optional(),
  /** How many events of the population are printed, the oldest first. */
  list: z
    .number()
    .int()
    .min(0)
    .max(MAX_LISTED, { error: `expected ${MAX_LISTED} at most` })
    .optional(),
  /** What this report does not show: printed with it. */
  limits: z.array(words).max(20).optional(),
};

export const definitionEntrySchema = z.strictObject({
  id,
  control: words.optional(),
  title: words,
  question: words,
  /** Id of a report that gives whatever is not said here. */
  like: id.optional(),
  ...contents,
});

export const definitionFileSchema = z.strictObject({
  framework: words,
  /** Of the framework: a number or date that its readers know. */
  version: z.coerce.string().trim().min(1).max(100),
  reports: z.array(definitionEntrySchema).min(1, { error: 'expected one report or more' }),
});

export type DefinitionEntry = z.infer<typeof definitionEntrySchema>;
export type TableDefinition = z.infer<typeof tableSchema>;
export type CheckDefinition = z.infer<typeof checkSchema>;

/** A report that can be made: everything that `like` gives is in it. */
export type ReportDefinition = {
  id: string;
  framework: string;
  version: string;
  control: string | null;
  title: string;
  question: string;
  query: string;
  population: string | null;
  namespaced: boolean;
  required: (typeof eventFieldNames)[number][];
  tables: TableDefinition[];
  checks: CheckDefinition[];
  facts: FactKind[];
  sample: number;
  list: number;
  limits: string[];
  /** File that it comes from, as a person would look for it. */
  file: string;
  /** Whether it came with the product. */
  builtIn: boolean;
  /** SHA-256 of all of the above but file and builtIn: two reports with the same digest asked the same. */
  digest: string;
};
