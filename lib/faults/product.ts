/** The product's processes as they run outside of tests, from the bundles that test-programs.ts keeps up to date. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const directory = path.resolve('.build');

export type Program = 'import' | 'worker';

export class Product {
  private readonly children = new Set<ChildProcess>();

  constructor(readonly env: { DATABASE_URL: string; PLUMBLINE_DATA: string }) {}

  async start(program: Program, ...args: string[]): Promise<RunningProgram> {
    const child = spawn(process.execPath, [path.join(directory, `${program}.mjs`), ...args], {
      env: { ...process.env, PLUMBLINE_MIN_FREE_PERCENT: '0', PLUMBLINE_MIN_FREE_GIB: '0', ...this.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.children.add(child);
    const running = new RunningProgram(child);
    void running.ended.then(() => this.children.delete(child));
    return running;
  }

  async end(): Promise<void> {
    const ended = [...this.children].map((child) => once(child, 'exit'));
    for (const child of this.children) child.kill('SIGKILL');
    await Promise.all(ended);
  }
}

export class RunningProgram {
  output = '';
  errors = '';
  over = false;
  readonly ended: Promise<number | null>;

  constructor(readonly child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.output += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.errors += text;
    });
    child.stdin?.on('error', () => undefined);
    this.ended = once(child, 'close').then(([code]) => {
      this.over = true;
      return code as number | null;
    });
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.child.kill(signal);
    await this.ended;
  }
}
