/** Formats whose entries are kept as they are and converted, at the import and again whenever they are read. */
import { datadogEvent } from '@/lib/audit/sources/datadog-log';
import { ecsEvent } from '@/lib/audit/sources/ecs-document';
import { logAnalyticsEvent } from '@/lib/audit/sources/log-analytics-row';
import type { NativeEvent } from '@/lib/audit/sources/native-event';
import { viaqEvent } from '@/lib/audit/sources/viaq-record';
import type { Format, JsonObject } from '@/lib/ingest/formats/format';

function converted(name: string, convert: (object: JsonObject) => NativeEvent | null): Format {
  return {
    name,
    recognise(object, _value, text) {
      const native = convert(object);
      return native === null ? null : { kind: 'event', text, ...native };
    },
  };
}

export const viaq = converted('OpenShift log forwarder', viaqEvent);
export const logAnalytics = converted('Log Analytics AKSAudit', logAnalyticsEvent);
export const datadog = converted('Datadog', datadogEvent);
export const ecs = converted('Elastic kubernetes.audit', ecsEvent);
