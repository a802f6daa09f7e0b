/** Shapes of who can be cut back, for the page, the API and its description. Pure: browsers import it too. */
import { z } from 'zod';
import { grantSchema } from '@/lib/access/denied-answers';

const text = z.string().nullable();
const count = z.number().int();

export const identityKinds = ['user', 'serviceAccount', 'node', 'system'] as const;

const identityRowSchema = z
  .object({
    cluster: z.string(),
    user: z.string().describe('whom RBAC was asked about: the impersonated user where there is one'),
    kind: z.enum(identityKinds),
    events: count.describe('events that authorisation let pass, exact'),
    permissions: count.describe('verbs on resources of namespaces that were used'),
    namespaces: count,
    escalations: count.describe('of the permissions, those by which one comes to more'),
    days: count.describe('days (UTC) with events'),
    lastDay: z.string(),
  })
  .meta({ id: 'IdentityUse' });

export type IdentityUse = z.infer<typeof identityRowSchema>;

export const identityUsesSchema = z
  .object({
    total: count.describe('identities that match'),
    windowDays: count.describe('days (UTC) with events of anybody'),
    identities: z
      .array(identityRowSchema)
      .describe('those with most escalating permissions first, then most permissions; nodes last'),
  })
  .meta({ id: 'IdentityUses' });

export type IdentityUses = z.infer<typeof identityUsesSchema>;

const ruleSchema = z.object({
  namespace: text.describe('null: the whole cluster'),
  verbs: z.array(z.string()),
  apiGroup: text.describe('empty for the group without a name; null for paths'),
  resources: z.array(z.string()),
  resourceNames: z.array(z.string()),
  nonResourceURLs: z.array(z.string()),
  events: count,
});

export const leastPrivilegeSchema = z
  .object({
    cluster: z.string(),
    user: z.string(),
    kind: z.enum(identityKinds),
    observed: z.object({
      events: count,
      days: z.array(z.string()).describe('dates (UTC) with events'),
      windowDays: count.describe('days (UTC) with events of anybody in the cluster'),
      from: text.describe('start of what was looked at'),
      to: text,
      coveragePercent: z
        .number()
        .nullable()
        .describe('how much of what the cluster wrote then is here, as measured; null where it cannot be told'),
    }),
    rules: z.array(ruleSchema),
    escalations: z.array(z.object({ verb: z.string(), resource: z.string(), namespace: text, why: z.string() })),
    skipped: z
      .array(z.object({ what: z.string(), why: z.string(), events: count }))
      .describe('uses that are in no rule'),
    warnings: z.array(z.string()),
    fileName: z.string(),
    yaml: z.string().describe('roles and bindings; every string quoted'),
  })
  .meta({ id: 'LeastPrivilege' });

export type LeastPrivilege = z.infer<typeof leastPrivilegeSchema>;

const usedGrantSchema = z
  .object({
    grant: grantSchema.nullable().describe('null: no grant of RBAC, `reason` says what'),
    reason: z.string(),
    events: count,
    users: count,
    topUsers: z.array(z.object({ user: text, events: count })),
    first: z.string(),
    last: z.string(),
    days: count,
  })
  .meta({ id: 'UsedGrant' });

export type UsedGrant = z.infer<typeof usedGrantSchema>;

const unusedBindingSchema = z
  .object({
    kind: z.enum(['RoleBinding', 'ClusterRoleBinding']),
    namespace: text,
    name: z.string(),
    role: text,
    subjects: z.array(z.string()),
    id: z.string().describe('of the last write on it'),
    at: z.string(),
    by: text,
  })
  .meta({ id: 'UnusedBinding' });

export type UnusedBinding = z.infer<typeof unusedBindingSchema>;

export const grantUseSchema = z
  .object({
    cluster: z.string(),
    used: z.array(usedGrantSchema).describe('the one with most events first'),
    unused: z
      .array(unusedBindingSchema)
      .describe('bindings that a write in the record left in place, and that nothing which was read used'),
    read: count.describe('allowed events whose annotation was read, the newest of the window'),
    total: count.describe('allowed events of the window; where it is more than `read`, the older ones were not read'),
    readFrom: text.describe('since when all were read'),
    withoutReason: count.describe('of those read, without a reason: node authoriser, system:masters, or not recorded'),
  })
  .meta({ id: 'GrantUse' });

export type GrantUse = z.infer<typeof grantUseSchema>;
