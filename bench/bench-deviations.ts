/**
 * What the baselines find in a log with labelled deviations, scored by the protocol of the corpus that the log came from, beside
 * its reference detectors; and what they cost. Scorer and references are looked for in ../shared/corpus.
 */
import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { measureBuckets } from '@/bench/measure-buckets';
import { listDeviations } from '@/lib/baselines/list-deviations';
import { rebuildBaselines, updateBaselines } from '@/lib/baselines/update-baselines';
import { getPool } from '@/lib/db/pool';

const run = promisify(execFile);
const BUCKET_MS = 300_000;
const ENOUGH = 512 * 1024 * 1024;
const REFERENCES = ['sigma', 'new-terms', 'seasonal'];

type Figures = {
  recall: number;
  recallByDifficulty: Record<string, number | null>;
  chanceRecall: number | null;
  precision: number | null;
  falsePerWorkloadDay: number;
  falsePerDay: number;
  aucPr: number;
  odditiesReported: number;
  delayMinutes: { median: number | null; p95: number | null };
  recallAtBudget: Record<string, { recall: number }>;
};

export async function benchDeviations(files: {
  log: string;
  labels: string;
  findings: string | null;
  json: string | null;
}): Promise<void> {
  const begun = performance.now();
  await updateBaselines();
  const learned = performance.now();
  const again = await rebuildBaselines(1);
  const rebuilt = performance.now();
  const directory = await mkdtemp(path.join(tmpdir(), 'plumbline-deviations-'));
  try {
    const own = path.join(directory, 'plumbline.jsonl');
    const findings = await findingLines(true);
    await writeFile(own, findings);
    if (files.findings) await writeFile(files.findings, findings);
    const costs = {
      learnSeconds: seconds(learned - begun),
      rebuildSeconds: seconds(rebuilt - learned),
      buckets: again.buckets,
      ...(await stateSizes()),
      ...measureBuckets(),
    };
    const corpus = findCorpus();
    const table: Record<string, Figures> = {};
    if (corpus) {
      table.plumbline = await scoreOf(corpus, files.labels, own);
      for (const name of REFERENCES) {
        const other = path.join(directory, `${name}.jsonl`);
        const { stdout } = await run(process.execPath, [path.join(corpus, 'reference', `${name}.mjs`), files.log], {
          maxBuffer: ENOUGH,
        });
        await writeFile(other, stdout);
        table[name] = await scoreOf(corpus, files.labels, other);
      }
      print(table);
    } else console.log('No scorer at ../shared/corpus/score.mjs: findings were written, not scored.');
    const delays = await delaysFromEvidence();
    console.log(`\nminutes from the five minutes that were needed last to raisedAt: ${JSON.stringify(delays)}`);
    console.log(`costs: ${JSON.stringify(costs)}`);
    if (files.json) await writeFile(files.json, `${JSON.stringify({ table, delays, costs }, null, 1)}\n`);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function findingLines(raised: boolean): Promise<string> {
  let lines = '';
  for (let cursor: string | null = null; ; ) {
    const page = await listDeviations(getPool(), { raised, limit: 1000 }, cursor);
    for (const { id, actor, workload, kind, start, end, raisedAt, score, severity, explanation } of page.deviations) {
      const finding = { id, actor, workload, kind, start, end, raisedAt, score, severity };
      lines += `${JSON.stringify({ ...finding, explanation: explanation.sentence })}\n`;
    }
    cursor = page.nextCursor;
    if (cursor === null) return lines;
  }
}

/**
 * How long after its own evidence each finding was raised: the newest of its news, or the window of its count, as far as they had
 * come by then. What the protocol calls delay begins with the attack, which may take days to be one that can be told.
 */
async function delaysFromEvidence(): Promise<Record<string, { findings: number; median: number; p95: number }>> {
  const byKind = new Map<string, number[]>();
  for (let cursor: string | null = null; ; ) {
    const page = await listDeviations(getPool(), { raised: true, limit: 1000 }, cursor);
    for (const { kind, raisedAt, explanation } of page.deviations) {
      const raised = Date.parse(raisedAt);
      const to = explanation.query.find(([name]) => name === 'to')?.[1] ?? raisedAt;
      const needed =
        kind === 'first-seen' || kind === 'chain'
          ? explanation.news.map(({ firstSeenAt }) => Date.parse(firstSeenAt)).filter((at) => at < raised)
          : [Math.min(Date.parse(to), raised) - BUCKET_MS];
      const minutes = (raised - Math.max(...needed)) / 60_000;
      for (const name of ['all', kind]) byKind.set(name, [...(byKind.get(name) ?? []), minutes]);
    }
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  const at = (sorted: number[], share: number) => sorted[Math.ceil(share * sorted.length) - 1] as number;
  return Object.fromEntries(
    [...byKind].map(([kind, minutes]) => {
      const sorted = minutes.sort((a, b) => a - b);
      return [kind, { findings: sorted.length, median: at(sorted, 0.5), p95: at(sorted, 0.95) }];
    }),
  );
}

async function stateSizes(): Promise<{ workloads: number; stateBytes: number; bytesPerSeries: number }> {
  const { rows } = await getPool().query<{ workloads: number; bytes: number }>(
    `select count(*)::int as workloads, coalesce(sum(octet_length(data)), 0)::int as bytes from baseline_state
     where workload_id <> 0 and bucket = (select max(bucket) from baseline_state)`,
  );
  const { workloads, bytes } = rows[0] ?? { workloads: 0, bytes: 0 };
  // Twelve metrics are judged of each workload.
  return { workloads, stateBytes: bytes, bytesPerSeries: Math.round(bytes / Math.max(1, workloads * 12)) };
}

function findCorpus(): string | null {
  const corpus = path.resolve(process.env.PLUMBLINE_SHARED ?? '../shared', 'corpus');
  // Its programs do nothing when they are called by way of a symbolic link.
  return existsSync(path.join(corpus, 'score.mjs')) ? realpathSync(corpus) : null;
}

async function scoreOf(corpus: string, labels: string, findings: string): Promise<Figures> {
  const args = [path.join(corpus, 'score.mjs'), '--labels', labels, '--findings', findings, '--json'];
  const { stdout } = await run(process.execPath, args, { maxBuffer: ENOUGH });
  return JSON.parse(stdout) as Figures;
}

function print(table: Record<string, Figures>): void {
  const head = [
    'detector',
    'recall',
    'chance',
    'easy/medium/hard',
    'precision',
    'false/wl-day',
    'false/day',
    'at 0.02',
    'AUC-PR',
    'delay med/p95',
    'oddities',
  ];
  const rows = Object.entries(table).map(([name, figures]) => [
    name,
    share(figures.recall),
    share(figures.chanceRecall),
    ['easy', 'medium', 'hard'].map((level) => share(figures.recallByDifficulty[level] ?? null)).join('/'),
    share(figures.precision),
    figures.falsePerWorkloadDay.toFixed(4),
    figures.falsePerDay.toFixed(2),
    share(figures.recallAtBudget['0.02']?.recall ?? null),
    figures.aucPr.toFixed(3),
    `${figures.delayMinutes.median}/${figures.delayMinutes.p95}`,
    String(figures.odditiesReported),
  ]);
  const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map((row) => (row[i] ?? '').length)));
  for (const row of [head, ...rows]) console.log(row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  '));
}

function share(value: number | null): string {
  return value === null ? '–' : (100 * value).toFixed(1);
}

function seconds(ms: number): number {
  return Number((ms / 1000).toFixed(1));
}
