/** Shapes of the answers about coverage, for the pages, the API and its description alike. Pure: browsers import it too. */
import { z } from 'zod';
import { coverageMethods } from '@/lib/coverage/coverage-method';

const time = z.string().describe('RFC 3339 in UTC');
const percent = z.number().min(0).max(100).nullable();

export const coverageReasons = [...coverageMethods, 'uncovered', 'before', 'after'] as const;

export const coverageGapSchema = z
  .object({
    from: time,
    to: time,
    percent: percent.describe('share of what was due that is here'),
    lost: z.number().int().nullable().describe('about how many events are missing; null where that cannot be told'),
    lostError: z.number().int().nullable().describe('the true number is within `lost` ± this in 95 % of cases'),
    silentSeconds: z.number().describe('without any event although many were due'),
    orphans: z.number().int().describe('requests that were announced and never completed'),
    expectedBeats: z.number().int().describe('regular calls that were due, such as renewals of leases'),
    seenBeats: z.number().int(),
    apiservers: z
      .array(z.object({ name: z.string(), expected: z.number().int(), seen: z.number().int() }))
      .describe('API servers that renewed their own lease less often than usual'),
    reason: z
      .enum(coverageReasons)
      .describe(
        '`silence`: for a while nothing came although much was due. `thinned`: of everything only a part came. `orphans`: requests without an end. `edge`: the record begins or ends. `uncovered`: nothing was recorded for more than two hours. `before`, `after`: before the first and after the last event.',
      ),
  })
  .meta({ id: 'CoverageGap' });

export type CoverageGap = z.infer<typeof coverageGapSchema>;

const cellSchema = z.object({
  start: time,
  percent: percent.describe('mean of its five-minute buckets; null where none can be told'),
  worst: percent.describe('the lowest of them'),
  lost: z.number().int(),
  unknownSeconds: z.number().int().describe('with too little regular traffic to say'),
  doNotLearn: z.boolean().describe('a five-minute bucket in it is below 95 %'),
});

export type CoverageCell = z.infer<typeof cellSchema>;

export const clusterCoverageSchema = z
  .object({
    cluster: z.string(),
    firstAt: time.nullable().describe('start of the first bucket with events, of all times'),
    lastAt: time.nullable().describe('end of the last one'),
    pendingBlocks: z.number().int().describe('blocks of events that are stored and not yet measured'),
    percent,
    lost: z.number().int(),
    unknownSeconds: z.number().int(),
    bucketSeconds: z.number().int().describe('width of a cell: a multiple of 300'),
    cells: z.array(cellSchema),
    gaps: z.array(coverageGapSchema).describe('the newest first, at most 500'),
    moreGaps: z.number().int(),
  })
  .meta({ id: 'ClusterCoverage' });

export type ClusterCoverage = z.infer<typeof clusterCoverageSchema>;

export const coverageSchema = z
  .object({ from: time.nullable(), to: time.nullable(), clusters: z.array(clusterCoverageSchema) })
  .meta({ id: 'Coverage' });

export type Coverage = z.infer<typeof coverageSchema>;
