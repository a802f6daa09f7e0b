import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery } from './parse-query';
import { printQuery } from './print-query';
import type { QueryNode } from './query-tree';

function read(text: string): QueryNode | null {
  const { node, problem } = parseQuery(text);
  expect(problem).toBeNull();
  return node;
}

/** The tree printed: one spelling for each meaning. */
const plain = (text: string) => printQuery(read(text));

function problemOf(text: string) {
  const { problem } = parseQuery(text);
  if (problem === null) throw new Error(`“${text}” was understood`);
  return problem;
}

describe('a query', () => {
  it.each([
    // what it is made of
    ['', ''],
    ['   ', ''],
    ['verb:delete AND user:alice', 'verb:delete user:alice'],
    ['verb:delete user:alice', 'verb:delete user:alice'],
    ['verb:delete && user:alice || code:403', '(verb:delete user:alice) OR code:403'],
    ['verb:delete OR user:a AND user:b', 'verb:delete OR (user:a user:b)'],
    ['((verb:delete))', 'verb:delete'],
    ['NOT verb:delete', '-verb:delete'],
    ['-(verb:delete OR user:a)', '-(verb:delete OR user:a)'],
    ['!verb:delete', '-verb:delete'],
    ['NOT NOT verb:delete', 'verb:delete'],
    ['sh.helm.release "a b"', '"sh.helm.release" "a b"'],
    ['-nginx', '-"nginx"'],
    ['text:nginx', '"nginx"'],
    // values
    ['verb:(get OR list)', 'verb:(get OR list)'],
    ['verb:get,list', 'verb:(get OR list)'],
    ['verb:get OR verb:list', 'verb:(get OR list)'],
    ['user:(system:* AND NOT system:node:*)', 'user:system:* -user:system:node:*'],
    ['user:"alice \\"the admin\\""', 'user:"alice \\"the admin\\""'],
    ['user:"a*b"', 'user:"a*b"'],
    ['user:a\\ b*', 'user:a\\ b*'],
    ['user:"-x"', 'user:"-x"'],
    ['user:"missing"', 'user:"missing"'],
    ['user:"\\u{202e}x"', 'user:"\\u{202e}x"'],
    ['namespace:missing', 'namespace:missing'],
    ['-user:*', '-user:*'],
    // codes
    ['code:>=400', 'code:>=400'],
    ['code:400..499', 'code:400..499'],
    ['code:400-499', 'code:400..499'],
    ['code:4xx', 'code:4xx'],
    ['code>=400', 'code:>=400'],
    ['code:(401 OR 403)', 'code:(401 OR 403)'],
    // resources
    ['resource:pods/exec', 'resource:pods subresource:exec'],
    ['resource:pods/exec,pods/attach', '(resource:pods subresource:exec) OR (resource:pods subresource:attach)'],
    ['resource:deployments.apps', 'resource:deployments apiGroup:apps'],
    ['resource:deployments.apps/scale', 'resource:deployments apiGroup:apps subresource:scale'],
    ['resource:"a.b/c"', 'resource:"a.b/c"'],
    // addresses
    ['sourceIP:10.0.0.0/8', 'sourceIP:10.0.0.0/8'],
    ['sourceIP:2001:db8::/32', 'sourceIP:2001:db8::/32'],
    ['sourceIP:"10.0.0.0/8"', 'sourceIP:"10.0.0.0/8"'],
    ['sourceIPs:10.0.0.0/8', 'sourceIPs:10.0.0.0/8'],
    // times
    ['from:now-1h', 'from:now-1h'],
    ['at:>=2026-01-01', 'from:2026-01-01'],
    ['at:>2026-01-01', 'from:2026-01-02'],
    ['at:<=2026-01-31', 'to:2026-02-01'],
    ['at:2026-01-01', 'from:2026-01-01 to:2026-01-02'],
    ['at:2026-01-01..2026-01-31', 'from:2026-01-01 to:2026-02-01'],
    ['at:2026-01-01T12:00:00Z', 'from:2026-01-01T12:00:00Z to:2026-01-01T12:00:01Z'],
    ['at:>2026-01-01T12:00:00Z', 'from:2026-01-01T12:00:00.000001Z'],
    ['duration:>1500ms', 'duration:>1500ms'],
    ['duration:10ms..2s', 'duration:10ms..2s'],
    ['duration:>1234567890.123456s', 'duration:>1234567890123456us'],
    // paths
    ['requestObject.spec.containers.image:*miner*', 'requestObject.spec.containers.image:*miner*'],
    ['requestObject.spec.replicas:>3', 'requestObject.spec.replicas:>3'],
    ['requestObject.spec.replicas:1..5', 'requestObject.spec.replicas:1..5'],
    ['annotations.authorization.k8s.io/decision:forbid', 'annotations.authorization.k8s.io/decision:forbid'],
    ['"annotations.a b":x', '"annotations.a b":x'],
    ['responseStatus.code:403', 'code:403'],
  ])('%s', (text, expected) => {
    expect(plain(text)).toBe(expected);
    expect(plain(expected)).toBe(expected);
  });

  it.each([
    ['failed-only', 'outcome:(clientError OR denied OR serverError)'],
    ['--failed-only', 'outcome:(clientError OR denied OR serverError)'],
    ['is:failed', 'outcome:(clientError OR denied OR serverError)'],
    ['-is:failed', '-outcome:(clientError OR denied OR serverError)'],
    ['--verb=get,list', 'verb:(get OR list)'],
    ['--http-status-code=403', 'code:403'],
    ['http-status-code:403', 'code:403'],
    ['--resource=-subjectaccessreviews.*', '-resource:subjectaccessreviews'],
    ['resource:pods,-events', 'resource:pods -resource:events'],
    ['--subresource=-*', '-subresource:*'],
    ['--namespace=kube-system', 'namespace:kube-system'],
    ['--user=system:admin', 'user:system:admin'],
    ['--name=api-7c', 'name:api-7c'],
    ['--uid=0f3c', 'auditID:0f3c'],
    ['--after=2026-01-01T00:00:00Z --before=2026-01-02', 'from:2026-01-01 to:2026-01-02'],
    ['--stage=ResponseComplete', 'stage:ResponseComplete'],
    ['--duration=>2s', 'duration:>2s'],
    ['user!=bob', '-user:bob'],
    [
      'field-manager:helm',
      'requestURI:(*?fieldManager=helm OR *?fieldManager=helm&* OR *&fieldManager=helm OR *&fieldManager=helm&*)',
    ],
  ])('reads %s as people know it from oc adm', (text, expected) => {
    expect(plain(text)).toBe(expected);
  });
});

describe('an error', () => {
  it.each([
    ['usr:alice', 1, 'did you mean user:?'],
    ['verb:get usr:alice', 10, 'did you mean user:?'],
    ['verb:', 6, 'ends where more'],
    ['verb: get', 7, 'right after the colon'],
    ['(verb:get', 10, 'ends where more'],
    ['verb:get)', 9, '“)” is not expected'],
    ['verb:(get list)', 11, '“list” is not expected'],
    ['OR verb:get', 1, '“OR” is not expected'],
    ['verb:get OR', 12, 'ends where more'],
    ['verb:get AND OR', 14, '“OR” is not expected'],
    ['user:"alice', 6, 'not closed'],
    ['user:alice\\', 11, 'backslash'],
    ['code:abc', 6, 'no response code'],
    ['code:>abc', 7, 'is a number'],
    ['user:>a', 7, 'are compared'],
    ['sourceIP:10.0.0.0/33', 10, 'no network'],
    ['from:yesterday', 6, 'no time'],
    ['at:now-1h', 4, 'no time'],
    ['duration:5', 10, 'compared or a range'],
    ['duration:>5', 11, 'no duration'],
    ['duration:>9999999999h', 11, 'no duration'],
    ['is:odd', 4, 'does not know'],
    ['by:user', 1, 'every facet counts'],
    ['nginx*', 1, 'needs no star'],
    ['requestObject.spec.containers[0].image:x', 1, 'arrays are looked through'],
    ['requestObject.spec.replicas:>x', 30, 'only numbers'],
    ['http://example.com', 1, 'goes in quotes'],
    ['user:a,', 8, 'ends where more'],
  ])('in %s is at column %i', (text, column, message) => {
    const problem = problemOf(text);
    expect(problem.message).toContain(message);
    expect(problem.column).toBe(column);
    expect(problem.expected.length).toBeGreaterThan(0);
  });

  it('says what could stand there', () => {
    expect(problemOf('verb:(get list)').expected).toEqual(['OR', 'AND', ',', ')']);
    expect(problemOf('verb:get OR').expected).toEqual(['a field such as user:', 'a text to find', '-', '(']);
    expect(problemOf('code:abc').expected).toContain('400..499');
  });
});

const nasty = [
  ...[
    "'; drop table event; --",
    '" or 1=1 --',
    '$1',
    "E'\\x00'",
    '%00',
    '\0',
    '\u202euser:a\u202c',
    '\ud800',
    '\udfff',
    '🙂',
    '\u2028',
    '\r\n',
  ],
  ...[
    '<script>alert(1)</script>',
    '$' + '{7*7}',
    '{{7*7}}',
    '../../etc/passwd',
    '__proto__:x',
    'constructor:x',
    'toString.x:y',
    'is:__proto__',
  ],
  ...['(a+)+$', '(.*a){20}', '[[:alpha:]]*', '\\1', '^(([a-z])+.)+$', '(?=.*){99}'],
];
const pieces = [
  'user:',
  '(',
  ')',
  '"',
  '\\',
  '*',
  ' OR ',
  ' AND ',
  ' NOT ',
  '-',
  ',',
  '>=',
  '..',
  'code:',
  'at:',
  '\u0000',
  'x',
  ':',
  '/',
  '!=',
  '=',
];

describe('whatever is typed', () => {
  it('gives a tree or a problem in the text, soon', () => {
    const hostile = [
      ...nasty,
      ...nasty.map((text) => `user:${text}`),
      ...nasty.map((text) => `user:"${text}"`),
      ...nasty.map((text) => `requestObject.a:*${text}*`),
      ...pieces.map((piece) => piece.repeat(3000)),
      ...pieces.flatMap((a) => pieces.slice(0, 8).map((b) => (a + b).repeat(500))),
      '('.repeat(10_000),
      `${'('.repeat(10_000)}a${')'.repeat(10_000)}`,
      `user:${'('.repeat(9000)}a${')'.repeat(9000)}`,
      'NOT '.repeat(4900),
      `user:${'*a'.repeat(1000)}`,
      `code:(${Array.from({ length: 600 }, (_, i) => i).join(' OR ')})`,
      'a '.repeat(9000),
      'x'.repeat(1_000_000),
    ];
    expect(hostile.length).toBeGreaterThan(290);
    for (const text of hostile) {
      const { problem } = parseQuery(text);
      if (problem === null) continue;
      expect(problem.message).not.toBe('');
      expect(problem.column).toBeGreaterThan(0);
      expect(problem.column).toBeLessThanOrEqual(text.length + 1);
    }
  });

  it('that is random is answered, and what is understood prints to the same', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(fc.constantFrom(...pieces, 'verb:get', 'name:a*', 'nginx', '"x y"', 'from:now-1h'), { maxLength: 12 })
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (given) => {
        const { node } = parseQuery(given);
        if (node === null) return;
        const printed = printQuery(node);
        expect(read(printed)).toEqual(node);
        expect(plain(printed)).toBe(printed);
      }),
      { numRuns: Number(process.env.QUERY_CASES ?? 1000) },
    );
  });
});
