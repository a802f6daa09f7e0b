// A secret is not stored, whatever source tells of it; what is stored instead still reads as the event.
import { expect, it } from 'vitest';
import { readStoredEvent } from '@/lib/audit/sources/stored-event';
import { recogniseContainer } from '@/lib/ingest/containers/recognise-container';
import { type ParsedEvent, parseValue } from '@/lib/ingest/parse-value';
import { Redactor } from '@/lib/ingest/redactor';

const SECRET = 'Y2FuYXJ5LXZhbHVl';
const patch = { data: { pin: SECRET } };
const objectRef = { resource: 'secrets', namespace: 'shop', name: 'db', apiVersion: 'v1' };
const time = '2026-01-01T00:00:00.000001Z';
const text = (value: unknown) => JSON.stringify(value);
const cell = (value: string) => `"${value.replaceAll('"', '""')}"`;

it.each([
  [
    'GKE',
    text({
      insertId: 'i',
      timestamp: time,
      protoPayload: {
        serviceName: 'k8s.io',
        methodName: 'io.k8s.core.v1.secrets.patch',
        resourceName: 'core/v1/namespaces/shop/secrets/db',
        request: { '@type': 'k8s.io/Patch', ...patch },
      },
    }),
  ],
  [
    'AKSAudit',
    text({
      AuditId: 'i',
      Verb: 'patch',
      ObjectRef: text(objectRef),
      RequestObject: text(patch),
      RequestReceivedTime: time,
    }),
  ],
  [
    'AKSAudit as CSV',
    `AuditId,Verb,ObjectRef,RequestObject,RequestReceivedTime\ni,patch,${cell(text(objectRef))},${cell(text(patch))},${time}`,
  ],
  [
    'Elastic',
    text({
      kubernetes: {
        audit: { auditID: 'i', verb: 'patch', objectRef, requestObject: patch, requestReceivedTimestamp: time },
      },
    }),
  ],
  [
    'Elastic with dots in the names',
    text({
      'kubernetes.audit.auditID': 'i',
      'kubernetes.audit.verb': 'patch',
      'kubernetes.audit.objectRef': objectRef,
      'kubernetes.audit.requestObject': patch,
      'kubernetes.audit.stageTimestamp': time,
    }),
  ],
])('%s', async (_, input) => {
  const bytes = Buffer.from(input);
  async function* chunks() {
    yield bytes;
  }
  const events: ParsedEvent[] = [];
  const sink = {
    event: (event: ParsedEvent) => events.push(event),
    bad: () => expect.fail('quarantined'),
    skip: () => expect.fail('skipped'),
    format: () => {},
  };
  const redactor = new Redactor(Buffer.alloc(32, 7));
  for await (const items of recogniseContainer(bytes).read(chunks())) {
    for (const item of items) parseValue(item, 'c', { ...sink, redactor });
  }
  expect(events).toHaveLength(1);
  const stored = events[0] as ParsedEvent;
  expect(stored.bytes.toString()).not.toContain(SECRET);
  expect(readStoredEvent(stored.bytes.toString())?.event).toMatchObject({ verb: 'patch', objectRef });
  parseValue({ value: { bytes: stored.bytes, lineNumber: 1, byteOffset: 0 } }, 'c', sink);
  expect(events[1]).toEqual({ ...stored, bytes: expect.anything() });
});
