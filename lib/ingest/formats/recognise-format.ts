/** Which format a JSON value is of. The order matters: the native event first, because nearly every value is one. */
import { aksBatch, aksRecord, azureDiagnostics } from '@/lib/ingest/formats/aks';
import { alibabaSls } from '@/lib/ingest/formats/alibaba-sls';
import { auditEventV1, auditEventV1alpha1, auditEventV1beta1 } from '@/lib/ingest/formats/audit-event';
import {
  cloudWatchInsightsRow,
  cloudWatchLambda,
  cloudWatchLogEvent,
  cloudWatchSubscription,
} from '@/lib/ingest/formats/cloudwatch';
import { containerLog } from '@/lib/ingest/formats/container-log';
import { eventList } from '@/lib/ingest/formats/event-list';
import type { Format, JsonObject, Recognised } from '@/lib/ingest/formats/format';
import { lookAlike } from '@/lib/ingest/formats/look-alike';
import type { InputValue } from '@/lib/ingest/input-value';

const formats: readonly Format[] = [
  // Before the native event: its flat twin has the same keys, with text where objects belong.
  alibabaSls,
  auditEventV1,
  auditEventV1beta1,
  auditEventV1alpha1,
  eventList,
  aksBatch,
  aksRecord,
  azureDiagnostics,
  cloudWatchSubscription,
  cloudWatchLambda,
  cloudWatchLogEvent,
  cloudWatchInsightsRow,
  containerLog,
  lookAlike,
];

export function recogniseFormat(
  object: JsonObject,
  value: InputValue,
  text: string,
): { format: Format | null; recognised: Recognised } {
  for (const format of formats) {
    const recognised = format.recognise(object, value, text);
    if (recognised) return { format, recognised };
  }
  return { format: null, recognised: { kind: 'bad', reason: unknownReason(object) } };
}

function unknownReason(object: JsonObject): string {
  const expected = 'expected an audit.k8s.io/v1 or v1beta1 Event or EventList';
  const { kind, apiVersion } = object;
  if (typeof kind === 'string' || typeof apiVersion === 'string') {
    return `a JSON object of kind ${quote(kind)}, apiVersion ${quote(apiVersion)}; ${expected}`;
  }
  const keys = Object.keys(object)
    .slice(0, 5)
    .map((key) => key.slice(0, 40));
  return `a JSON object with the keys ${keys.join(', ') || '(none)'}; ${expected} (auditID, verb and requestURI or objectRef)`;
}

function quote(value: unknown): string {
  return typeof value === 'string' ? `'${value.slice(0, 60)}'` : '(none)';
}
