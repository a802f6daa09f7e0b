import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseFilterText } from '@/lib/search/filter-text';
import { modelReport } from './model-report';
import { pseudonymise } from './pseudonymise';
import { addressPseudonym, userPseudonym } from './pseudonyms';
import type { ReportData } from './report-data';

const key = randomBytes(32);
const ADDRESS = '198.51.100.23';

/** A report in which `user` stands in every place that events and queries fill, and in words around it. */
function reportOf(user: string): ReportData {
  const report = modelReport('text');
  const quoted = `"${user.replace(/["\\]/g, '\\$&')}"`;
  const query = `(user:${quoted} OR sourceIP:${ADDRESS} OR "${ADDRESS}") -impersonatedUser:${quoted} from:2026-11-01`;
  for (const event of [...report.sample.events, ...(report.listed ?? [])]) {
    Object.assign(event, {
      user,
      impersonatedUser: user,
      sourceIP: ADDRESS,
      name: `home of ${user}.`,
      userAgent: `curl (${ADDRESS})`,
    });
  }
  report.population.query = query;
  report.tables[0] = {
    title: 'Who',
    fields: ['user', 'sourceIP'],
    rows: [{ values: [user, ADDRESS], events: 3, query }],
    distinct: 1,
    unlisted: 0,
  };
  report.facts = [{ title: 'Record', rows: [{ label: 'x', value: 'by web: Zoë', source: 's', people: true }] }];
  return report;
}

it('no name and no address is left anywhere, and each has its own in its place', () => {
  const names = fc.oneof(
    fc.constantFrom(
      'jonas.weber@example.com',
      'a"b\\c*d',
      'OR user',
      'system:serviceaccount:ci:deployer',
      'system:node:worker-1',
      'x(y)[z]+',
      'Zoë Müller',
      '4xx',
    ),
    fc
      .string({ minLength: 3, maxLength: 40, unit: fc.constantFrom(...'abcxyz.@:-"\\*( )äß') })
      .filter((text) => /^[a-z].*[a-z]$/.test(text) && !'text'.includes(text)),
  );
  fc.assert(
    fc.property(names, (user) => {
      const hidden = pseudonymise(reportOf(user), key);
      const text = JSON.stringify(hidden);
      expect(text).not.toContain(ADDRESS);
      expect(text).not.toContain('Zoë (');
      expect(hidden.facts[0]?.rows).toEqual([]);
      expect(hidden.pseudonyms).toBe(true);
      const pseudonym = userPseudonym(key, user);
      for (const event of hidden.sample.events) {
        expect(event).toMatchObject({
          user: pseudonym,
          impersonatedUser: pseudonym,
          sourceIP: addressPseudonym(key, ADDRESS),
        });
        expect([event.name, event.userAgent]).toEqual([
          `home of ${pseudonym}.`,
          `curl (${addressPseudonym(key, ADDRESS)})`,
        ]);
      }
      expect(hidden.tables[0]?.rows[0]?.values).toEqual([pseudonym, addressPseudonym(key, ADDRESS)]);
      const { filter, problem } = parseFilterText(hidden.population.query);
      expect(problem).toBeNull();
      expect(JSON.stringify(filter)).toContain(pseudonym);
      expect(JSON.stringify(filter)).not.toContain(JSON.stringify(user).slice(1, -1));
      // Numbers are what they were.
      expect(hidden.population.events).toBe(3);
    }),
    { numRuns: 40 },
  );
});

it('names are the same with the same key, others with another, and Kubernetes’ own stay', () => {
  expect(userPseudonym(key, 'alice')).toBe(userPseudonym(key, 'alice'));
  expect(userPseudonym(key, 'alice')).toMatch(/^user-[0-9a-f]{16}$/);
  expect(userPseudonym(key, 'alice')).not.toBe(userPseudonym(randomBytes(32), 'alice'));
  expect(userPseudonym(key, 'alice')).not.toBe(userPseudonym(key, 'alicf'));
  expect(userPseudonym(key, 'system:serviceaccount:a:b')).toMatch(/^serviceaccount-/);
  expect(userPseudonym(key, 'system:anonymous')).toBe('system:anonymous');
});
