// npm run test:faults [-- F1 A7 …]: faults and attacks in the counts that a release asks for, or PLUMBLINE_FAULTS per cent of
// them, one test file after another. Writes what happened into the table of docs/faults.md; exit code 1 when a test failed.

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT, setUp } from './setup.mjs';
import { createRunDirectory, interruptTests, runVitest } from './test-run.mjs';

const PERCENT = Number(process.env.PLUMBLINE_FAULTS || 100);
const STEP_LIMIT_MS = 6 * 60 * 60_000;
const TABLE = path.join(ROOT, 'docs/faults.md');
const BEGIN = '<!-- what follows is written by npm run test:faults -->';

const part = (release, few = 1) => String(Math.max(few, Math.round((release * PERCENT) / 100)));

// Tests in lib/faults say themselves what they counted. The others fail when anything is lost or doubled; `what` says what they do.
const STEPS = [
  own('F1', 'kill-app'),
  own('F2', 'kill-postgres'),
  {
    fault: 'F4',
    only: ['lib/ingest/receiver/receiver-process.test.ts'],
    env: { RECEIVER_OUTAGES: part(30, 2), RECEIVER_KILLS: part(200, 2) },
    what: `outages of 1 to 75 s seen by a model of kube-apiserver (${part(30, 2)}), kill -9 of the receiver (${part(200, 2)})`,
    count: Number(part(30, 2)) + Number(part(200, 2)),
  },
  own('F5', 'every-message'),
  own('F6', 'disk-full'),
  {
    fault: 'F7',
    only: ['lib/ingest/receiver/ingest-endpoint.test.ts'],
    env: {},
    what: 'slow client, silent database, too much at once, full disk: refused in time, nothing doubled',
    count: 4,
  },
  own('F8', 'at-once'),
  own('F9', 'any-order'),
  own('F10', 'damaged-input'),
  own('F11', 'endless-input', { FAULTS_GIB: process.env.FAULTS_GIB ?? String((10 * PERCENT) / 100) }),
  {
    fault: 'F12',
    only: ['lib/ship'],
    env: { PLUMBLINE_FAULTS: part(100, 3) },
    what: `rotations of 4 kinds, troubles of 5 kinds, kill -9 of the shipper: ${part(100, 3)} of each`,
    count: 11 * Number(part(100, 3)),
  },
  {
    fault: 'coverage',
    only: ['lib/coverage/loss-model.test.ts'],
    env: { PLUMBLINE_FAULTS: part(20, 1) },
    what: 'logs with known losses: the size that is reported',
    count: Number(part(20, 1)),
  },
  {
    fault: 'reindex',
    only: ['lib/reindex'],
    env: { PLUMBLINE_FAULTS: part(50, 2) },
    what: 'index and counts damaged at random, the reindex killed twice in each round',
    count: Number(part(50, 2)),
  },
  {
    fault: 'cases',
    only: [
      'lib/search/search-exactness.test.ts',
      'lib/text-index',
      'lib/ingest/demo',
      'lib/ingest/import-stream.test.ts',
    ],
    env: { SEARCH_CASES: part(600, 30), PLUMBLINE_TEXT_RUNS: part(40, 2), DEMO_EVENTS: '200000', REAL_LINES: '16000' },
    what: `random searches (${part(600, 30)}) and text searches (${part(40, 2)}) against a count by other means; the whole demo, a whole real log`,
    count: Number(part(600, 30)) + Number(part(40, 2)),
  },
  {
    fault: 'A1',
    only: ['lib/ingest/receiver/body-receiver.test.ts'],
    env: {},
    what: 'events under one audit ID, hostile ones between them: all stored, all but the first of each flagged',
    count: 10_000,
  },
  own('A6', 'hostile-keys'),
  own('A7', 'bombs'),
  own('A8', 'patterns'),
  own('A15', 'hostile-names'),
  {
    fault: 'A17',
    only: ['lib/verify'],
    env: {
      TAMPER_MUTATIONS: part(10_200, 34),
      TAMPER_CLEAN_RUNS: part(1000),
      TAMPER_FILE_CHANGES: part(500, 8),
    },
    what: `changes of single rows of a log of 10,000 events (${part(10_200, 34)}), of exported files (${part(500, 8)}): all found; clean verifications (${part(1000)}): nothing found`,
    count: Number(part(10_200, 34)) + Number(part(500, 8)) + Number(part(1000)),
  },
];

function own(fault, file, env = {}) {
  return { fault, only: [`lib/faults/${file}.test.ts`], env: { PLUMBLINE_FAULTS: String(PERCENT), ...env } };
}

process.chdir(ROOT);
let interrupted = false;
for (const name of ['SIGINT', 'SIGTERM']) {
  process.on(name, () => {
    interrupted = true;
    interruptTests();
  });
}
await setUp({ build: false });

const wanted = process.argv.slice(2);
const run = createRunDirectory();
const rows = [];
const begun = performance.now();
let failed = 0;
try {
  for (const step of STEPS) {
    if (interrupted || (wanted.length > 0 && !wanted.includes(step.fault))) continue;
    const record = path.join(run.directory, 'faults.jsonl');
    rmSync(record, { force: true });
    const stepBegun = performance.now();
    const env = { ...step.env, FAULTS_RECORD: record };
    const result = await runVitest(run.directory, { only: step.only, env, limit: STEP_LIMIT_MS });
    failed += result.failed;
    rows.push(...rowsOf(step, result, record, (performance.now() - stepBegun) / 1000));
  }
} finally {
  await run.remove();
}
const minutes = ((performance.now() - begun) / 60_000).toFixed(0);
const text = [
  BEGIN,
  '',
  `${new Date().toISOString().slice(0, 10)}, \`PLUMBLINE_FAULTS=${PERCENT}\` (${PERCENT} % of the counts of a release)${wanted.length > 0 ? `, only ${wanted.join(', ')}` : ''}, ` +
    `${os.availableParallelism()} cores, Node ${process.version}, ${minutes} minutes; ${failed === 0 ? 'every test passed' : `**${failed} tests failed**`}${interrupted ? '; interrupted' : ''}.`,
  '',
  '| | fault | times | events | lost | doubled | |',
  '|---|---|--:|--:|--:|--:|---|',
  ...rows,
  '',
].join('\n');
console.log(text);
if (existsSync(TABLE)) {
  writeFileSync(TABLE, `${readFileSync(TABLE, 'utf8').split(BEGIN)[0]}${text}`);
}
process.exitCode = failed > 0 || interrupted ? 1 : 0;

function rowsOf({ fault, what, count }, { passed, failed: failures }, record, seconds) {
  const took = `${seconds.toFixed(0)} s`;
  const state = failures > 0 ? `**${failures} of ${passed + failures} tests failed**, ${took}` : took;
  const records = existsSync(record)
    ? readFileSync(record, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];
  if (what !== undefined) {
    const none = failures > 0 ? '?' : '0';
    return [row(fault, what, count, '', none, none, state)];
  }
  if (records.length === 0) return [row(fault, 'did not run to its end, or was skipped', 0, '', '?', '?', state)];
  return records.map((one) =>
    row(
      one.fault,
      one.what,
      one.count,
      number(one.events),
      number(one.lost),
      number(one.doubled),
      [one.more, state].filter(Boolean).join('; '),
    ),
  );
}

function row(fault, what, count, ...rest) {
  return `| ${[fault, what, number(count), ...rest].join(' | ')} |`;
}

function number(value) {
  return value.toLocaleString('en-US');
}
