/** Of what a report is made: everything but the definition that decides what is in it. Pure: browsers import it too. */
import { z } from 'zod';

const time = z.iso.datetime({ offset: true, error: 'expected a time in RFC 3339, such as 2026-11-01T00:00:00Z' });

/** Namespaces that belong together under a name, such as those that hold cardholder data; `*` is any run of characters. */
export const namespaceScopeSchema = z.object({
  name: z.string(),
  namespaces: z.array(z.string()).describe('names, with * for any run of characters'),
});

export type NamespaceScope = z.infer<typeof namespaceScopeSchema>;

export const reportRequestSchema = z.object({
  control: z.string().describe('id of the report, such as PCI-10.2.1.4'),
  clusters: z.array(z.string()).describe('by name; none: all'),
  from: time,
  to: time.describe('not part of the period any more'),
  scope: namespaceScopeSchema.nullable().describe('namespaces in scope; null: all'),
  query: z.string().describe('what must hold besides, in the query language; empty: nothing'),
  pseudonyms: z.boolean().describe('usernames and addresses are replaced, each always by the same name'),
  seed: z.string().nullable().describe('of the sample; null: made from the question and the evidence'),
});

export type ReportRequest = z.infer<typeof reportRequestSchema>;

/** A report cannot be made of this; the message says what is wrong and what to do. */
export class ReportRequestError extends Error {
  override name = 'ReportRequestError';
}
