/**
 * EKS events out of CloudWatch Logs: a subscription's messages, the same base64 and gzip as a Lambda gets them, the answers
 * of filter-log-events and get-log-events, and those of an Insights query. Other log streams of the cluster are text.
 */
import { gunzipSync } from 'node:zlib';
import type { Format, JsonObject, Recognised } from '@/lib/ingest/formats/format';
import { mayHoldEvent, textParts } from '@/lib/ingest/formats/wrapped-text';
import { type InputValue, MAX_VALUE_BYTES } from '@/lib/ingest/input-value';

const AUDIT_STREAM = 'kube-apiserver-audit-';

export const cloudWatchSubscription: Format = {
  name: 'CloudWatch subscription',
  recognise(object, value) {
    if (object.messageType === 'CONTROL_MESSAGE') return { kind: 'skip', reason: 'CloudWatch control message' };
    if (object.messageType !== 'DATA_MESSAGE' || !Array.isArray(object.logEvents)) return null;
    const stream = typeof object.logStream === 'string' ? object.logStream : '';
    if (stream !== '' && !stream.startsWith(AUDIT_STREAM)) return skipStream(stream);
    return fromMessages(object.logEvents, value);
  },
};

/** What a Lambda function is called with. */
export const cloudWatchLambda: Format = {
  name: 'CloudWatch Lambda event',
  recognise(object, value) {
    const awslogs = object.awslogs;
    if (typeof awslogs !== 'object' || awslogs === null) return null;
    const data = (awslogs as JsonObject).data;
    if (typeof data !== 'string') return { kind: 'bad', reason: 'a CloudWatch Lambda event without awslogs.data' };
    try {
      const bytes = gunzipSync(Buffer.from(data, 'base64'), { maxOutputLength: 4 * MAX_VALUE_BYTES });
      return { kind: 'parts', parts: textParts([bytes.toString()], value) };
    } catch (error) {
      return {
        kind: 'bad',
        reason: `awslogs.data is not gzip in base64: ${error instanceof Error ? error.message : error}`,
      };
    }
  },
};

/** An element of filter-log-events' or get-log-events' `events`. */
export const cloudWatchLogEvent: Format = {
  name: 'CloudWatch log events',
  recognise(object, value) {
    if (typeof object.message !== 'string' || !('timestamp' in object)) return null;
    if (!('ingestionTime' in object) && !('logStreamName' in object) && !('eventId' in object)) return null;
    const stream = object.logStreamName;
    if (typeof stream === 'string' && !stream.startsWith(AUDIT_STREAM)) return skipStream(stream);
    return fromMessages([object], value);
  },
};

/** A row of an Insights answer: `[{field, value}, …]`, handed over as an object of its fields. */
export const cloudWatchInsightsRow: Format = {
  name: 'CloudWatch Insights',
  recognise(object, value) {
    const message = object['@message'];
    if (typeof message !== 'string') return null;
    return fromMessages([{ message }], value);
  },
};

function fromMessages(events: readonly unknown[], value: InputValue): Recognised {
  const messages: string[] = [];
  for (const event of events) {
    const message = typeof event === 'object' && event !== null ? (event as JsonObject).message : undefined;
    // Over 256 kB CloudWatch cuts a message: its JSON does not parse, and it is quarantined as such.
    messages.push(typeof message === 'string' ? message : JSON.stringify(event ?? null));
  }
  if (messages.length === 1 && !mayHoldEvent(messages[0] as string)) {
    return { kind: 'skip', reason: 'CloudWatch message that is no audit event' };
  }
  return { kind: 'parts', parts: textParts(messages, value) };
}

function skipStream(stream: string): Recognised {
  return { kind: 'skip', reason: `CloudWatch log stream ${stream.replace(/-[0-9a-f]{16,}$/, '').slice(0, 60)}` };
}
