/** Shapes of what the reports' screens and the API say. Pure: browsers import it too. */
import { z } from 'zod';
import { signOffVerdicts } from '@/lib/reports/report-data';
import { namespaceScopeSchema, reportRequestSchema } from '@/lib/reports/report-request';

export const reportStates = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export const schedulePaces = ['daily', 'weekly', 'monthly'] as const;
export type SchedulePace = (typeof schedulePaces)[number];

export const controlSchema = z
  .object({
    id: z.string(),
    framework: z.string(),
    version: z.string(),
    control: z.string().nullable().describe('as its framework names it'),
    title: z.string(),
    question: z.string(),
    namespaced: z.boolean().describe('whether a scope of namespaces is applied'),
    builtIn: z.boolean(),
    file: z.string(),
  })
  .meta({ id: 'Control' });

export type Control = z.infer<typeof controlSchema>;

export const controlsSchema = z
  .object({
    controls: z.array(controlSchema),
    problems: z
      .array(z.object({ file: z.string(), place: z.string(), message: z.string() }))
      .describe('definitions that cannot be used, and why'),
    directory: z.string().describe('where own definitions are looked for'),
  })
  .meta({ id: 'Controls' });

export type Controls = z.infer<typeof controlsSchema>;

export const reportSummarySchema = z.object({
  events: z.number().int().describe('size of the population'),
  checks: z.number().int(),
  exceptions: z.number().int().describe('checks with exceptions'),
  coverage: z.enum(['covered', 'gaps', 'unknown']),
  coverageSentence: z.string(),
});

export type ReportSummary = z.infer<typeof reportSummarySchema>;

export const signOffSchema = z.object({
  at: z.string(),
  person: z.string(),
  how: z.string().describe('how the name is known: proxy, stated or unknown'),
  verdict: z.enum(signOffVerdicts),
  reason: z.string(),
});

export const madeReportSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    question: z.string(),
    request: reportRequestSchema,
    state: z.enum(reportStates),
    parts: z.number().int(),
    partsDone: z.number().int(),
    summary: reportSummarySchema.nullable().describe('when it is done'),
    error: z.string().nullable(),
    scheduled: z.boolean(),
    askedBy: z.string(),
    createdAt: z.string(),
    finishedAt: z.string().nullable(),
    signOffs: z.array(signOffSchema),
  })
  .meta({ id: 'Report' });

export type MadeReport = z.infer<typeof madeReportSchema>;

export const reportsSchema = z.object({ reports: z.array(madeReportSchema) }).meta({ id: 'Reports' });

const cutText = z.string().max(2000, { error: 'expected 2,000 characters at most' });
const controlId = z.string().min(1, { error: 'expected the id of a report' }).max(80);
const clusterNames = z.array(z.string().max(200)).max(100);

export const newReportSchema = z.strictObject({
  control: controlId,
  from: reportRequestSchema.shape.from,
  to: reportRequestSchema.shape.to,
  clusters: clusterNames.default([]),
  scope: z.string().max(200).nullable().default(null).describe('name of a scope of namespaces'),
  query: z.string().max(20_000).default(''),
  pseudonyms: z.boolean().default(false),
  seed: z.string().min(1).max(200).nullable().default(null),
});

export type NewReport = z.infer<typeof newReportSchema>;

export const newSignOffSchema = z.strictObject({
  verdict: z.enum(signOffVerdicts, { error: `expected ${signOffVerdicts.join(', ')}` }),
  reason: cutText.default(''),
});

export type NewSignOff = z.infer<typeof newSignOffSchema>;

export const reportScheduleSchema = z
  .object({
    id: z.number().int(),
    control: z.string(),
    every: z.enum(schedulePaces),
    clusters: z.array(z.string()),
    scope: z.string().nullable(),
    query: z.string(),
    pseudonyms: z.boolean(),
    nextAt: z.string().describe('when the next one is made'),
    askedBy: z.string(),
    problem: z.string().nullable().describe('why the last one was not made'),
  })
  .meta({ id: 'ReportSchedule' });

export type ReportSchedule = z.infer<typeof reportScheduleSchema>;

export const reportSchedulesSchema = z
  .object({ schedules: z.array(reportScheduleSchema) })
  .meta({ id: 'ReportSchedules' });

export const newScheduleSchema = newReportSchema
  .omit({ from: true, to: true, seed: true })
  .extend({ every: z.enum(schedulePaces, { error: `expected ${schedulePaces.join(', ')}` }) });

export type NewSchedule = z.infer<typeof newScheduleSchema>;

export const namespaceScopesSchema = z
  .object({ scopes: z.array(namespaceScopeSchema) })
  .meta({ id: 'NamespaceScopes' });

const scopeName = z.string().trim().min(1, { error: 'expected a name' }).max(200);
const namespacePattern = z.string().regex(/^[a-z0-9*]([a-z0-9*-]{0,61}[a-z0-9*])?$/, {
  error: 'expected namespaces such as payments or shop-*',
});

export const newScopeSchema = z.strictObject({
  name: scopeName,
  namespaces: z.array(namespacePattern).max(200).describe('none takes the scope away'),
});

export type NewScope = z.infer<typeof newScopeSchema>;

export function isMaking({ state }: Pick<MadeReport, 'state'>): boolean {
  return state === 'queued' || state === 'running';
}
