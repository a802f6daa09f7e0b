/** Each page as the first question after a restart of the server and of its database. The database must not be open here. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { pageQuestions, type QuestionFigures, quantile } from '@/bench/ask-questions';
import type { Params } from '@/bench/params';

const childReport = z.object({ milliseconds: z.number(), answer: z.number() });

export async function measureCold(params: Params): Promise<QuestionFigures> {
  const directory = await mkdtemp(path.join(tmpdir(), 'plumbline-cold-'));
  try {
    const paramsFile = path.join(directory, 'params.json');
    await writeFile(paramsFile, JSON.stringify(params));
    return await askAll(params, paramsFile);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function askAll(params: Params, paramsFile: string): Promise<QuestionFigures> {
  const milliseconds: number[] = [];
  let answer = 0;
  for (let i = 0; i < pageQuestions(params).length; i++) {
    const report = await askInChild(i, paramsFile);
    milliseconds.push(report.milliseconds);
    answer = Math.max(answer, report.answer);
  }
  return {
    name: 'first page after a start',
    q: '',
    kind: 'cold',
    p50: quantile(milliseconds, 0.5),
    p95: quantile(milliseconds, 0.95),
    answer,
  };
}

function askInChild(index: number, paramsFile: string): Promise<z.infer<typeof childReport>> {
  return new Promise((resolve, reject) => {
    const args = ['--import', 'tsx', 'bench/cold-child.ts', String(index), paramsFile];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(childReport.parse(JSON.parse(output)));
      else reject(new Error(`the process that asked question ${index} ended with ${code}`));
    });
  });
}
