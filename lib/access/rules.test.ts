// The pure parts. Rules allow what was observed and nothing else, whatever stands in a log; their YAML is what kubectl reads.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { relevanceOf } from './change-relevance';
import { withoutDefaults } from './default-grants';
import { escalationsOf } from './escalation';
import { makeRules } from './make-rules';
import type { ObservedRule, ObservedUse } from './observed-use';
import { type Permission, permissionWords } from './permission';
import { allowsPermission, type RbacObject, rbacObjectOf } from './rbac-object';
import { type Grant, parseGrant } from './rbac-reason';
import { ReasonReader } from './reason-of-bytes';
import { roleDocuments, roleName, toYaml } from './role-yaml';

const verbs = ['get', 'list', 'create', 'delete', 'use', '*'];
const groups = ['core', 'apps', '*'];
const resources = ['pods', 'secrets', 'deployments', '*'];
const subresources = [null, 'exec', 'status', '*'];
const namespaces = [null, 'payments', 'on', 'Bad_Namespace'];
const names = [null, 'a', 'b', "it's: #1", '*'];

const use = fc.record({
  verb: fc.constantFrom(...verbs),
  apiGroup: fc.constantFrom(...groups),
  resource: fc.constantFrom(...resources),
  subresource: fc.constantFrom(...subresources),
  namespace: fc.constantFrom(...namespaces),
  names: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 }),
  events: fc.constant(1),
});

/** All that could be asked. */
const universe: Permission[] = verbs.flatMap((verb) =>
  groups.flatMap((apiGroup) =>
    resources.flatMap((resource) =>
      subresources.flatMap((subresource) =>
        namespaces.flatMap((namespace) =>
          names.map((name) => ({ verb, apiGroup, resource, subresource, namespace, name })),
        ),
      ),
    ),
  ),
);

const role = (rules: readonly ObservedRule[]): RbacObject => ({
  kind: 'Role',
  namespace: null,
  name: 'x',
  subjects: [],
  roleKind: null,
  role: null,
  rules: rules.map((rule) => ({ ...rule, apiGroups: rule.apiGroup === null ? [] : [rule.apiGroup] })),
});

const wild = (permission: Permission) =>
  [permission.verb, permission.apiGroup, permission.resource, permission.subresource].includes('*') ||
  permission.namespace === 'Bad_Namespace';

const keyOf = ({ verb, apiGroup, resource, subresource, namespace }: Omit<Permission, 'name'>) =>
  JSON.stringify([verb, apiGroup, resource, subresource, namespace]);

describe('rules', () => {
  it('allow what was observed, and nothing else of all that could be asked', () => {
    fc.assert(
      fc.property(fc.array(use, { maxLength: 12 }), fc.boolean(), (uses, resourceNames) => {
        const { rules, skipped } = makeRules(uses, { resourceNames });
        const observed = new Set(uses.map(keyOf));
        const wrong = universe.filter((permission) => {
          const own = role(rules.filter((rule) => rule.namespace === permission.namespace));
          const allowed = allowsPermission(own, permission);
          const key = keyOf(permission);
          if (!observed.has(key) || wild(permission)) return allowed;
          const seen = uses.some((one) => keyOf(one) === key && one.names.includes(permission.name));
          return (seen || !resourceNames) && !allowed;
        });
        expect(wrong).toEqual([]);
        expect(skipped.map(({ use: one }) => one)).toEqual(uses.filter((one) => wild({ ...one, name: null })));
      }),
      { numRuns: 20 },
    );
  });

  it('restrict to names where the request has one when it is authorised', () => {
    const seen: ObservedUse = {
      verb: 'get',
      apiGroup: 'core',
      resource: 'secrets',
      subresource: null,
      namespace: 'shop',
      names: ['b', 'a'],
      events: 2,
    };
    const options = { resourceNames: true };
    expect(makeRules([seen], options).rules[0]?.resourceNames).toEqual(['a', 'b']);
    expect(makeRules([{ ...seen, verb: 'create' }], options).rules[0]?.resourceNames).toEqual([]);
    expect(makeRules([{ ...seen, verb: 'create', subresource: 'exec' }], options).rules[0]?.resourceNames).toEqual([
      'a',
      'b',
    ]);
    expect(makeRules([{ ...seen, names: ['a', null] }], options).rules[0]?.resourceNames).toEqual([]);
  });

  it('name paths, and never one that stands for others', () => {
    const path: ObservedUse = {
      verb: 'get',
      apiGroup: null,
      resource: null,
      subresource: null,
      namespace: null,
      names: ['/metrics', '/logs/*', '/api/v1', null],
      events: 4,
    };
    const { rules, skipped } = makeRules([path], { resourceNames: false });
    expect(rules).toMatchObject([{ apiGroup: null, nonResourceURLs: ['/api/v1', '/metrics'], verbs: ['get'] }]);
    expect(skipped[0]?.why).toContain('2 of its paths');
    expect(withoutDefaults(path)?.names).toEqual(['/metrics', '/logs/*', null]);
    expect(withoutDefaults({ ...path, names: ['/api/v1', '/version'] })).toBeNull();
  });

  it('point out what leads to more', () => {
    const { rules } = makeRules(
      [
        {
          verb: 'list',
          apiGroup: 'core',
          resource: 'secrets',
          subresource: null,
          namespace: 'a',
          names: null,
          events: 1,
        },
        { verb: 'list', apiGroup: 'core', resource: 'pods', subresource: null, namespace: 'a', names: null, events: 1 },
        {
          verb: 'create',
          apiGroup: 'apps',
          resource: 'deployments',
          subresource: null,
          namespace: 'a',
          names: null,
          events: 1,
        },
      ],
      { resourceNames: false },
    );
    expect(rules.flatMap(escalationsOf).map(({ verb, resource }) => `${verb} ${resource}`)).toEqual([
      'list secrets',
      'create deployments',
    ]);
  });
});

describe('YAML', () => {
  const hostile = fc.oneof(
    fc.constantFrom(
      'on',
      'yes',
      '0x1f',
      '1e3',
      '~',
      'null',
      '- a',
      '---',
      '"\n  name: admin',
      '# x',
      'a\u2028b',
      '\u0085',
      '{{x}}',
      '\r\n...',
      "'",
      '\u202e',
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
  );

  it('reads back as what was meant, by YAML 1.1 and 1.2, and no name ends its line', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (user, name, path) => {
        const rules: ObservedRule[] = [
          {
            namespace: null,
            verbs: ['get'],
            apiGroup: '',
            resources: ['secrets'],
            resourceNames: [name],
            nonResourceURLs: [],
            events: 1,
          },
          {
            namespace: null,
            verbs: ['get'],
            apiGroup: null,
            resources: [],
            resourceNames: [],
            nonResourceURLs: [path],
            events: 1,
          },
          {
            namespace: 'on',
            verbs: ['list'],
            apiGroup: 'apps',
            resources: ['deployments'],
            resourceNames: [],
            nonResourceURLs: [],
            events: 1,
          },
        ];
        const documents = roleDocuments(user, rules, { 'plumbline/observed-days': '1' });
        const yaml = toYaml(documents, [`of ${JSON.stringify(user)} ${name}`]);
        for (const version of ['1.1', '1.2'] as const) {
          const read = parseAllDocuments(yaml, { version });
          if (!Array.isArray(read)) throw new Error('empty');
          expect(read.flatMap(({ errors }) => errors)).toEqual([]);
          expect(read.map((document) => document.toJS())).toEqual(documents);
        }
        expect(yaml.split(/[\n\r\u0085\u2028\u2029]/).filter((line) => line === '---')).toHaveLength(documents.length);
      }),
      { numRuns: 20 },
    );
  });

  it('shares one ClusterRole between namespaces that need the same, bound in each', () => {
    const rule = (namespace: string): ObservedRule => ({
      namespace,
      verbs: ['list'],
      apiGroup: '',
      resources: ['pods'],
      resourceNames: [],
      nonResourceURLs: [],
      events: 1,
    });
    const documents = roleDocuments('system:serviceaccount:shop:web', [rule('a'), rule('b')], {});
    expect(documents.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}`)).toEqual([
      'ClusterRole ',
      'RoleBinding a',
      'RoleBinding b',
    ]);
    expect(documents[1]?.subjects).toEqual([{ kind: 'ServiceAccount', name: 'web', namespace: 'shop' }]);
    expect(roleName('Alice')).not.toBe(roleName('alice'));
    expect(roleName('a/../b%')).toMatch(/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/);
  });
});

describe('what the authoriser says', () => {
  it('is taken apart', () => {
    expect(parseGrant('RBAC: allowed by RoleBinding "web/shop" of Role "web" to ServiceAccount "web/shop"')).toEqual({
      bindingKind: 'RoleBinding',
      binding: 'web',
      namespace: 'shop',
      roleKind: 'Role',
      role: 'web',
      subjectKind: 'ServiceAccount',
      subject: 'web/shop',
    });
    expect(parseGrant('RBAC: allowed by ClusterRoleBinding "a\\"b" of ClusterRole "x" to Group "g"')?.binding).toBe(
      'a"b',
    );
    expect(parseGrant('allowed by somebody else')).toBeNull();
    expect(parseGrant('')).toBeNull();
  });

  it('is found in an event’s own annotations only, however the event is written', () => {
    const reader = new ReasonReader();
    const json = fc.jsonValue({ maxDepth: 3 });
    const key = 'authorization.k8s.io/reason';
    fc.assert(
      fc.property(json, fc.option(fc.string()), fc.boolean(), fc.boolean(), (body, reason, last, fake) => {
        const own = reason === null ? {} : { annotations: { 'authorization.k8s.io/decision': 'allow', [key]: reason } };
        const trap = fake
          ? { metadata: { annotations: { [key]: 'a lie' } }, text: `"annotations":{"${key}":"a lie"}}` }
          : body;
        const rest = { kind: 'Event', apiVersion: 'audit.k8s.io/v1', verb: 'get', requestObject: trap };
        const event = last ? { ...rest, ...own } : { ...own, ...rest };
        expect(reader.read(Buffer.from(JSON.stringify(event)))).toBe(reason === '' ? null : reason);
      }),
      { numRuns: 150 },
    );
  });

  it('says in words what was missing', () => {
    const base = {
      verb: 'create',
      apiGroup: 'core',
      resource: 'pods',
      subresource: 'exec',
      namespace: 'payments',
      name: null,
    };
    expect(permissionWords(base)).toBe('create pods/exec in payments');
    expect(
      permissionWords({
        ...base,
        verb: 'get',
        resource: 'deployments',
        apiGroup: 'apps',
        subresource: null,
        name: 'api',
      }),
    ).toBe('get deployments.apps “api” in payments');
    expect(
      permissionWords({
        ...base,
        verb: 'get',
        resource: null,
        apiGroup: null,
        subresource: null,
        namespace: null,
        name: '/metrics',
      }),
    ).toBe('get /metrics');
  });
});

describe('a write on roles and bindings', () => {
  const permission = {
    verb: 'create',
    apiGroup: 'core',
    resource: 'pods',
    subresource: 'exec',
    namespace: 'payments',
    name: 'p',
  };
  const identity = { user: 'alice', groups: ['ops'] };
  const grant: Grant = {
    bindingKind: 'RoleBinding',
    binding: 'debug',
    namespace: 'payments',
    roleKind: 'Role',
    role: 'debugger',
    subjectKind: 'Group',
    subject: 'ops',
  };
  const event = (resource: string, namespace: string | undefined, name: string, body: object) => ({
    verb: 'create',
    objectRef: { resource, namespace, name },
    responseObject: body,
  });
  const write = (resource: string, namespace: string | undefined, name: string, body: object | null) => {
    const kinds = { rolebindings: 'RoleBinding', clusterrolebindings: 'ClusterRoleBinding', roles: 'Role' } as const;
    const kind = kinds[resource as keyof typeof kinds];
    const object = body === null ? null : rbacObjectOf(event(resource, namespace, name, { kind, ...body }));
    return { kind, namespace: namespace ?? null, name, object };
  };
  const bindsOps = { subjects: [{ kind: 'Group', name: 'ops' }], roleRef: { kind: 'Role', name: 'debugger' } };

  it.each([
    ['binding', write('rolebindings', 'payments', 'debug', null), grant],
    ['role', write('roles', 'payments', 'debugger', null), grant],
    ['subject', write('clusterrolebindings', undefined, 'other', bindsOps), grant],
    [
      'rules',
      write('roles', 'payments', 'x', { rules: [{ verbs: ['*'], apiGroups: [''], resources: ['pods/exec'] }] }),
      grant,
    ],
    ['unread', write('rolebindings', 'payments', 'x', null), null],
    [null, write('rolebindings', 'payments', 'x', null), grant],
    [null, write('rolebindings', 'shop', 'debug', bindsOps), grant],
    [null, write('roles', 'payments', 'x', { rules: [{ verbs: ['get'], apiGroups: ['*'], resources: ['*'] }] }), grant],
    [null, write('clusterrolebindings', undefined, 'x', { subjects: [{ kind: 'User', name: 'bob' }] }), null],
  ] as const)('is %s to the request', (relevance, given, allowedBy) => {
    expect(relevanceOf(given, { identity, permission, grant: allowedBy })).toBe(relevance);
  });

  it('takes whatever stands in a body for what it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const object = rbacObjectOf({ verb: 'update', objectRef: { resource: 'roles' }, requestObject: body });
        if (object) allowsPermission(object, permission);
      }),
    );
  });
});
