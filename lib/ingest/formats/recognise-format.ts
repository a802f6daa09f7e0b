/**
 * Which format a JSON value is of. The order matters: the native event early, because nearly every value is one. A format
 * that somebody asked for by its name is the only one that is tried.
 */
import { aksBatch, aksRecord, azureDiagnostics, logAnalyticsQuery } from '@/lib/ingest/formats/aks';
import { alibabaSls } from '@/lib/ingest/formats/alibaba-sls';
import { auditEventV1, auditEventV1alpha1, auditEventV1beta1 } from '@/lib/ingest/formats/audit-event';
import { gkeLogEntry } from '@/lib/ingest/formats/cloud-logging';
import {
  cloudWatchInsightsRow,
  cloudWatchLambda,
  cloudWatchLogEvent,
  cloudWatchSubscription,
} from '@/lib/ingest/formats/cloudwatch';
import { containerLog } from '@/lib/ingest/formats/container-log';
import { datadog, ecs, logAnalytics, viaq } from '@/lib/ingest/formats/converted';
import { eventList } from '@/lib/ingest/formats/event-list';
import type { Format, JsonObject, Recognised } from '@/lib/ingest/formats/format';
import type { FormatName } from '@/lib/ingest/formats/format-names';
import { lookAlike } from '@/lib/ingest/formats/look-alike';
import type { InputValue } from '@/lib/ingest/input-value';

const formats: readonly Format[] = [
  // Before the native event: its flat twin has the same keys, with text where objects belong, and a forwarder's copy more.
  alibabaSls,
  viaq,
  auditEventV1,
  auditEventV1beta1,
  auditEventV1alpha1,
  eventList,
  aksBatch,
  aksRecord,
  azureDiagnostics,
  logAnalytics,
  logAnalyticsQuery,
  cloudWatchSubscription,
  cloudWatchLambda,
  cloudWatchLogEvent,
  cloudWatchInsightsRow,
  gkeLogEntry,
  ecs,
  datadog,
  // Before the container's log, which takes every line of text.
  lookAlike,
  containerLog,
];

const native = [auditEventV1, auditEventV1beta1, auditEventV1alpha1, eventList];

const byName: Record<FormatName, readonly Format[]> = {
  native,
  'legacy-text': [],
  gke: [gkeLogEntry],
  aks: [aksBatch, aksRecord, azureDiagnostics, logAnalytics],
  'log-analytics': [azureDiagnostics, logAnalytics, logAnalyticsQuery],
  cloudwatch: [cloudWatchSubscription, cloudWatchLambda, cloudWatchLogEvent, cloudWatchInsightsRow],
  'alibaba-sls': [alibabaSls],
  openshift: [viaq],
  'container-log': [containerLog],
  elastic: [ecs],
  datadog: [datadog],
  'logstash-csv': [],
};

type Found = { format: Format | null; recognised: Recognised };

/** `only` is the format that was asked for; null for whatever it is. */
export function recogniseFormat(
  object: JsonObject,
  value: InputValue,
  text: string,
  only: FormatName | null = null,
): Found {
  const found = firstOf(only === null ? formats : byName[only], object, value, text);
  if (only === null) return found ?? bad(unknownReason(object));
  if (found && found.recognised.kind !== 'event') return found;
  // What is stored is read again by its content alone: an event must be the same then.
  const other = firstOf(formats, object, value, text)?.format?.name;
  if (found && found.format?.name === other) return found;
  return bad(`not of the format ${only}, which was asked for${other ? `: it looks like ${other}` : ''}`);
}

function firstOf(candidates: readonly Format[], object: JsonObject, value: InputValue, text: string): Found | null {
  for (const format of candidates) {
    const recognised = format.recognise(object, value, text);
    if (recognised) return { format, recognised };
  }
  return null;
}

function bad(reason: string): Found {
  return { format: null, recognised: { kind: 'bad', reason } };
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
