import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeProblems, readDefinitions } from './read-definitions';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'plumbline-reports-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const builtIn = path.resolve('lib/reports/definitions');
const nowhere = '/nonexistent/plumbline';

/** What is wrong with a file of this text, alone in its directory. */
async function problemsOf(text: string): Promise<string> {
  const own = await mkdtemp(path.join(directory, 'own-'));
  await writeFile(path.join(own, 'mine.yaml'), text);
  const { problems } = await readDefinitions(nowhere, own);
  return describeProblems(problems).replaceAll(own, '');
}

const report = (more: string) => `framework: Ours
version: 1
reports:
  - id: OWN-1
    title: Something
    question: What was it?
${more}`;

describe('definitions of reports', () => {
  it('that come with the product are whole, and answer the frameworks', async () => {
    const { reports, problems } = await readDefinitions(builtIn, nowhere);
    expect(problems).toEqual([]);
    const ids = reports.map((one) => one.id);
    expect(new Set(ids).size).toBe(ids.length);
    const frameworks: [string, string][] = [
      [
        'PCI-10.',
        '2.1.1 2.1.2 2.1.3 2.1.4 2.1.5 2.1.6 2.1.7 2.2 3.1 3.2 3.3 3.4 4.1 4.1.1 4.2 4.3 5.1 6.1 6.2 7.2 7.3',
      ],
      ['HIPAA-164.3', '08(a)(1)(ii)(D) 08(a)(5)(ii)(C) 12(a)(2)(i) 12(b) 12(c)(1) 16(b)(2)'],
      ['GDPR-', '5 30 32 33'],
      ['NIST-CSF-', 'PR.PS-04 PR.AA-05 DE.CM-03 DE.CM-09 DE.AE-02 DE.AE-03 DE.AE-06 RS.AN-03 RS.AN-06 RS.AN-07'],
      ['NIST-', 'AU-2 AU-3 AU-4 AU-5 AU-6 AU-7 AU-8 AU-9 AU-10 AU-11 AU-12 AC-2 AC-6 CM-3 CM-5'],
      ['SOC2-CC', '6.1 6.2 6.3 6.6 6.7 6.8 7.1 7.2 7.3 7.4 7.5 8.1'],
      ['ISO-A.', '8.15 8.16 8.17 8.2 5.28'],
      ['CIS-', '1.2.16 1.2.17 1.2.18 1.2.19 3.2.1 3.2.2'],
      ['', 'PRIVILEGED-ACCESS ACCESS-CHANGES FAILED-ACCESS SECRET-ACCESS LOG-INTEGRITY INCIDENT-TIMELINE RBAC-REVIEW'],
    ];
    const expected = frameworks.flatMap(([begin, ends]) => ends.split(' ').map((end) => `${begin}${end}`));
    expect(expected.filter((id) => !ids.includes(id))).toEqual([]);
    // The number of a control is in the id of its report.
    for (const { id, control } of reports)
      if (control !== null) expect([id, control]).toEqual([id, expect.stringContaining(id.split('-').at(-1) ?? '')]);
    for (const one of reports)
      expect([one.id, one.tables.length > 0, one.question.endsWith('?')]).toEqual([one.id, true, true]);
  });

  it('are read from a user’s files too, which go before those of the product', async () => {
    const own = await mkdtemp(path.join(directory, 'own-'));
    await writeFile(path.join(own, 'a.yaml'), report('    query: verb:delete').replace('OWN-1', 'FAILED-ACCESS'));
    await writeFile(
      path.join(own, 'b.json'),
      JSON.stringify({
        framework: 'Ours',
        version: '2',
        reports: [{ id: 'X', title: 'x', question: 'x', like: 'FAILED-ACCESS', sample: 3 }],
      }),
    );
    const { reports, problems } = await readDefinitions(builtIn, own);
    expect(problems).toEqual([]);
    expect(reports.find(({ id }) => id === 'FAILED-ACCESS')).toMatchObject({ query: 'verb:delete', builtIn: false });
    expect(reports.find(({ id }) => id === 'X')).toMatchObject({ query: 'verb:delete', sample: 3 });
    expect(reports.find(({ id }) => id === 'PCI-10.2.1.4')).toMatchObject({ query: 'verb:delete', builtIn: true });
  });

  it.each([
    [
      'a query that cannot be read',
      report('    query: verb:(get'),
      '/mine.yaml, line 7, reports.0.query of OWN-1: column 10 of the query: ',
    ],
    [
      'a query with a period',
      report('    query: from:now-1d'),
      'line 7, reports.0.query of OWN-1: expected no from:, to: or at:',
    ],
    [
      'a check with a wrong expectation',
      report('    query: ""\n    checks:\n      - { title: a, query: "", why: b, expect: few }'),
      'line 9, reports.0.checks.0.expect: expected none, some or any.',
    ],
    ['an unknown key', report('    query: ""\n    quest: x'), 'line 4, reports.0: Unrecognized key: "quest".'],
    [
      'an unknown field',
      report('    query: ""\n    required: [username]'),
      'line 8, reports.0.required.0: expected a field: user, verb,',
    ],
    ['no query', report(''), 'query of OWN-1: expected a query (an empty one for all events)'],
    [
      'a report that takes from none',
      report('    like: OWN-9'),
      'line 7, reports.0.like of OWN-1: there is no report OWN-9.',
    ],
    [
      'a report that takes from itself',
      report('    like: OWN-1'),
      'line 7, reports.0.like of OWN-1: leads back to OWN-1',
    ],
    [
      'the same id twice',
      `${report('    query: ""')}\n${report('    query: ""').split('\n').slice(3).join('\n')}`,
      'OWN-1 is defined in /mine.yaml already: expected another id.',
    ],
    ['no YAML', 'framework: [', '/mine.yaml, line 1, column'],
    [
      'a wrong id',
      report('    query: ""').replace('OWN-1', '../x'),
      'line 4, reports.0.id: expected letters, digits and',
    ],
  ])('say what is wrong with %s, and where', async (_, text, expected) => {
    expect(await problemsOf(text)).toContain(expected);
  });

  it('of one wrong file do not take the others away', async () => {
    const own = await mkdtemp(path.join(directory, 'own-'));
    await writeFile(path.join(own, 'bad.yaml'), 'framework: 1');
    await writeFile(path.join(own, 'good.yaml'), report('    query: ""'));
    const { reports, problems } = await readDefinitions(nowhere, own);
    expect(reports.map(({ id }) => id)).toEqual(['OWN-1']);
    expect(problems.length).toBeGreaterThan(0);
  });
});
