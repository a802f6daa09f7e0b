// Bundles the programs that run outside of the web server into .build/, so that they start without a TypeScript loader: that
// is 30 MB and 0.3 s less for each process and thread. docs/decisions/020 says what else was weighed.

import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

// parse-lanes.ts starts the parsing thread from the file `parse-worker-entry.mjs` beside itself: among the sources that one
// loads TypeScript, and here it is the thread's own bundle under the same name. So does range-lanes.ts with its own.
const PROGRAMS = {
  import: 'lib/cli/import.ts',
  worker: 'lib/cli/worker.ts',
  cluster: 'lib/cli/cluster.ts',
  verify: 'lib/cli/verify.ts',
  evidence: 'lib/cli/evidence.ts',
  export: 'lib/cli/export.ts',
  pack: 'lib/cli/pack.ts',
  coverage: 'lib/cli/coverage.ts',
  report: 'lib/cli/report.ts',
  baselines: 'lib/cli/baselines.ts',
  reindex: 'lib/cli/reindex.ts',
  'load-demo': 'lib/cli/load-demo.ts',
  ship: 'lib/cli/ship.ts',
  'import-child': 'bench/import-child.ts',
  'parse-worker-entry': 'lib/ingest/parse-worker.ts',
  'verify-worker-entry': 'lib/verify/verify-worker.ts',
};

/**
 * Writes the bundles of the project at `root`; each file appears whole or not at all, for another process may be starting.
 * @param {string} root
 * @param {string} directory
 */
export async function bundle(root, directory = path.join(root, '.build')) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: PROGRAMS,
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    tsconfig: path.join(root, 'tsconfig.json'),
    // Names and lines stay readable in a stack trace as they are; the maps are for debuggers and --enable-source-maps.
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'silent',
    write: false,
  });
  mkdirSync(directory, { recursive: true });
  for (const { path: file, contents } of outputFiles) {
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, contents);
    renameSync(draft, file);
  }
}
