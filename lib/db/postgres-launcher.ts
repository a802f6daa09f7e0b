// How PostgreSQL's programs are run on this machine. PostgreSQL refuses to run as root, so for root they run as another
// user, who in turn may be unable to enter the directory of the project (a clone in /root, or under a mktemp directory).
// Tried in this order, each by really running `postgres --version` from the data directory's parent:
//
//   plain       we are an ordinary user: run as ourselves
//   as user     root: the owner of the existing data, else postgres, plumbline (created if possible), nobody
//   capability  the same, and setpriv leaves it one ambient capability: to pass closed directories
//   copy        the same user, with the programs and the data in a directory that is open to it (/var/lib/plumbline-…)
//
// Reading is all it needs of the capability, dac_read_search; containers usually grant only the wider dac_override.
// no_setuid_fixup is needed because access(2), which postgres uses to find itself, ignores capabilities otherwise.

import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { programPath } from './postgres-binaries';

export interface Owner {
  uid: number;
  gid: number;
}

export interface Launcher {
  /** The installation to run from; a copy when the package's own cannot be reached. */
  installation: string;
  /** The user that must own the data; undefined when we run as ourselves. */
  owner?: Owner;
  /** Where the data must be when the wanted place cannot be reached; undefined when it can. */
  elsewhere?: string;
  /** Puts a program's command line into the form to spawn. */
  command(program: string, args: string[]): { file: string; args: string[]; options: Partial<Owner> };
}

interface Wanted {
  installation: string;
  /** An existing directory, the parent of the server's data. */
  parent: string;
  /** The owner of data that is there already, when it is not root. */
  owner?: Owner;
  /** A name for the copied form that is the same at every start. */
  copyName: string;
}

const OPEN_PLACES = ['/var/lib', '/opt', '/srv', '/var/tmp'];

export function chooseLauncher(wanted: Wanted): Launcher {
  if (process.platform === 'win32' || process.getuid?.() !== 0) return plainLauncher(wanted.installation);
  const owner = wanted.owner ?? findUnprivilegedUser();
  const asUser = userLauncher(wanted.installation, owner);
  if (works(asUser, wanted.parent)) return asUser;
  for (const capability of ['dac_read_search', 'dac_override']) {
    const launcher = capabilityLauncher(wanted.installation, owner, capability);
    if (works(launcher, wanted.parent)) return launcher;
  }
  return copyLauncher(wanted, owner);
}

function plainLauncher(installation: string): Launcher {
  return { installation, command: (program, args) => ({ file: program, args, options: {} }) };
}

function userLauncher(installation: string, owner: Owner): Launcher {
  return { installation, owner, command: (program, args) => ({ file: program, args, options: owner }) };
}

function capabilityLauncher(installation: string, owner: Owner, capability: string): Launcher {
  const prefix = [
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    '--clear-groups',
    '--securebits=+no_setuid_fixup',
    `--inh-caps=+${capability}`,
    `--ambient-caps=+${capability}`,
    '--',
  ];
  return {
    installation,
    owner,
    command: (program, args) => ({ file: 'setpriv', args: [...prefix, program, ...args], options: {} }),
  };
}

function copyLauncher(wanted: Wanted, owner: Owner): Launcher {
  for (const place of OPEN_PLACES) {
    const directory = path.join(place, wanted.copyName);
    try {
      mkdirSync(directory, { recursive: true });
      chmodSync(directory, 0o755); // mkdir's mode is cut by the umask
      const launcher = userLauncher(copyInstallation(wanted.installation, directory), owner);
      if (works(launcher, directory)) return { ...launcher, elsewhere: path.join(directory, 'postgres') };
    } catch {
      // Not writable, full, or mounted noexec: the next place.
    }
  }
  throw new Error(
    `PostgreSQL does not run as root, and the user it would run as (uid ${owner.uid}) can neither enter ${wanted.parent} ` +
      `nor was there another place for it (tried ${OPEN_PLACES.join(', ')}). ` +
      'Start Plumbline as an ordinary user, move the project to a directory that all users can enter, or set DATABASE_URL.',
  );
}

function copyInstallation(installation: string, directory: string): string {
  const { mtimeMs } = statSync(programPath(installation, 'postgres'));
  const target = path.join(directory, `programs-${Math.trunc(mtimeMs).toString(36)}`);
  if (existsSync(target)) return target;
  const partial = `${target}.partial-${process.pid}`;
  cpSync(installation, partial, { recursive: true, verbatimSymlinks: true });
  execFileSync('chmod', ['-R', 'a+rX', partial]); // an install under umask 077 is closed to others
  try {
    renameSync(partial, target);
  } catch {
    rmSync(partial, { recursive: true, force: true }); // another start made it meanwhile
  }
  return target;
}

function works(launcher: Launcher, parent: string): boolean {
  const postgres = programPath(launcher.installation, 'postgres');
  const script = 'cd "$1" && exec "$2" --version';
  const { file, args, options } = launcher.command('/bin/sh', ['-c', script, 'sh', parent, postgres]);
  const result = spawnSync(file, args, { ...options, cwd: '/', encoding: 'utf8' });
  // It also complains on stderr, and succeeds, when it cannot find itself; the server would then fail to start.
  return result.status === 0 && result.stdout.includes('PostgreSQL') && result.stderr === '';
}

function findUnprivilegedUser(): Owner {
  for (const name of ['postgres', 'plumbline']) {
    const found = lookUpUser(name);
    if (found) return found;
  }
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'plumbline']);
  const owner = lookUpUser('plumbline') ?? lookUpUser('nobody');
  if (owner) return owner;
  throw new Error(
    'PostgreSQL does not run as root, and this system has no user postgres or nobody and lets none be created. ' +
      'Start Plumbline as an ordinary user, or set DATABASE_URL.',
  );
}

function lookUpUser(name: string): Owner | undefined {
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }).trim());
  try {
    const owner = { uid: id('-u'), gid: id('-g') };
    return owner.uid > 0 ? owner : undefined;
  } catch {
    return undefined;
  }
}

/** Gives a file or directory to the user that PostgreSQL runs as; nothing to do when that is ourselves. */
export function giveTo(launcher: Launcher, file: string): void {
  if (launcher.owner) chownSync(file, launcher.owner.uid, launcher.owner.gid);
}
