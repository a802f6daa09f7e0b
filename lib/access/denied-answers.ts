/** Shapes of "denied, then allowed", for the page, the API and its description. Pure: browsers import it too. */
import { z } from 'zod';
import { changeRelevances } from '@/lib/access/change-relevance';

const text = z.string().nullable();

export const grantSchema = z
  .object({
    bindingKind: z.enum(['ClusterRoleBinding', 'RoleBinding']),
    binding: z.string(),
    namespace: text.describe('of a RoleBinding'),
    roleKind: z.enum(['ClusterRole', 'Role']),
    role: z.string(),
    subjectKind: z.string().describe('User, Group or ServiceAccount'),
    subject: z.string().describe('its name; a service account’s is name/namespace'),
  })
  .describe('as the authoriser names it')
  .meta({ id: 'Grant' });

export const permissionSchema = z
  .object({
    verb: z.string(),
    apiGroup: text.describe('`core` for the group without a name; null for a path'),
    resource: text,
    subresource: text,
    namespace: text,
    name: text.describe('of the object, or the path'),
    words: z.string().describe('what a grant would have to say, such as “create pods/exec in payments”'),
  })
  .meta({ id: 'Permission' });

const momentSchema = z.object({ id: z.string().describe('of the event'), at: z.string() });

const rbacChangeSchema = momentSchema
  .extend({
    by: text.describe('who wrote it'),
    verb: z.string(),
    kind: z.enum(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']),
    namespace: text,
    name: text,
    relevance: z
      .enum(changeRelevances)
      .describe(
        'binding, role: the one that the authoriser named when it allowed the request; subject: a binding for this identity; ' +
          'rules: a role that allows it; unread: no body was recorded and the authoriser named nothing',
      ),
  })
  .meta({ id: 'RbacChange' });

export type RbacChange = z.infer<typeof rbacChangeSchema>;

const deniedSchema = z
  .object({
    key: z.string(),
    cluster: z.string(),
    user: text.describe('null: the request was not authenticated'),
    impersonatedUser: text.describe('where there is one, the permission was asked for this one'),
    permission: permissionSchema,
    denied: z.object({
      count: z.number().int().describe('events with code 403 that authorisation refused, in the window, exact'),
      first: momentSchema,
      last: momentSchema,
    }),
    allowed: momentSchema
      .extend({
        lastDenied: momentSchema.describe('the last denial before it'),
        reason: text.describe('annotation authorization.k8s.io/reason; null where it has none or the bytes are gone'),
        grant: grantSchema.nullable(),
        changes: z.array(rbacChangeSchema).describe('writes on roles and bindings between the two that concern it'),
        writes: z.number().int().describe('all writes on roles and bindings between the two that were looked at'),
        moreWrites: z.boolean().describe('there were more than were looked at'),
      })
      .nullable()
      .describe('the first request like it that was allowed after the first denial'),
    query: z.string().describe('these denials, as a filter behind ? of /events'),
  })
  .meta({ id: 'Denied' });

export type Denied = z.infer<typeof deniedSchema>;

export const deniedPageSchema = z
  .object({
    total: z.number().int().describe('denied requests that differ in who, what and where'),
    limited: z.boolean().describe('there are more; the newest are listed'),
    denied: z.array(deniedSchema).describe('the one denied last first'),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'DeniedPage' });

export type DeniedPage = z.infer<typeof deniedPageSchema>;
