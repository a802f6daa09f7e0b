/** What the tests expect of an event: exactly the fields of audit.k8s.io/v1, in the order of the Go struct. */
import { z } from 'zod';

const timestamp = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
const user = z.strictObject({
  username: z.string().optional(),
  uid: z.uuid().optional(),
  groups: z.array(z.string()).optional(),
  extra: z.record(z.string(), z.array(z.string())).optional(),
});
export const auditEvent = z.strictObject({
  kind: z.literal('Event'),
  apiVersion: z.literal('audit.k8s.io/v1'),
  level: z.enum(['Metadata', 'Request', 'RequestResponse']),
  auditID: z.uuid(),
  stage: z.enum(['RequestReceived', 'ResponseStarted', 'ResponseComplete']),
  requestURI: z.string().startsWith('/'),
  verb: z.string().min(1),
  user,
  impersonatedUser: user.optional(),
  authenticationMetadata: z.strictObject({ impersonationConstraint: z.string() }).optional(),
  sourceIPs: z.array(z.union([z.ipv4(), z.ipv6()])).min(1),
  userAgent: z.string().min(1),
  objectRef: z
    .strictObject({
      resource: z.string(),
      namespace: z.string().optional(),
      name: z.string().optional(),
      uid: z.uuid().optional(),
      apiGroup: z.string().min(1).optional(),
      apiVersion: z.string(),
      resourceVersion: z.string().optional(),
      subresource: z.string().optional(),
    })
    .optional(),
  responseStatus: z
    .strictObject({
      metadata: z.strictObject({}),
      status: z.enum(['Success', 'Failure']).optional(),
      message: z.string().optional(),
      reason: z.string().optional(),
      details: z.record(z.string(), z.unknown()).optional(),
      code: z.number().int(),
    })
    .optional(),
  requestObject: z.record(z.string(), z.unknown()).optional(),
  responseObject: z.record(z.string(), z.unknown()).optional(),
  requestReceivedTimestamp: timestamp,
  stageTimestamp: timestamp,
  annotations: z.record(z.string(), z.string()).optional(),
});
export type AuditEvent = z.infer<typeof auditEvent>;
