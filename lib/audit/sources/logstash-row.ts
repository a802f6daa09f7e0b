/**
 * A row of Logstash's csv output without column names, as it is published for audit logs: 15 columns, of which the fourth is
 * the verb, the ninth the URI, the eleventh the stage. The level and the source address are lost in it.
 */
import { parseCsv } from './csv-row';
import { type JsonObject, type NativeEvent, withoutMissing } from './native-event';
import { objectOfPath } from './request-path';

export const LOGSTASH_COLUMNS = 15;

/** The beginning of such a row, its end cut off or not: any host, then a time and a user. */
const BEGINNING = /^(?:"(?:[^"]|""){0,300}"|[^",\n]{0,300}),\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z,/;

export function looksLikeLogstashRow(text: string): boolean {
  return BEGINNING.test(text);
}

export function logstashEvent(text: string): NativeEvent | null {
  if (!looksLikeLogstashRow(text)) return null;
  const rows = parseCsv(text);
  const fields = rows?.[0];
  if (rows?.length !== 1 || fields?.length !== LOGSTASH_COLUMNS) return null;
  const at = (column: number) => fields[column] || undefined;
  const [resource, uri, code] = [at(4), at(8), at(11)];
  const event = withoutMissing({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    auditID: at(9),
    stage: at(10),
    requestURI: uri,
    verb: at(3),
    user: withoutMissing({ username: at(2) }),
    objectRef: resource === undefined ? undefined : objectRefOf(resource, at(5), at(6), uri),
    responseStatus: code !== undefined && /^\d{3}$/.test(code) ? { metadata: {}, code: Number(code) } : undefined,
    responseObject: answerOf({ name: at(7), uid: at(12), owner: at(13), deleted: at(14) }),
    requestReceivedTimestamp: at(1),
  });
  return { event, identity: { fields } };
}

/** Namespace, group and version stand in the URI alone. */
function objectRefOf(
  resource: string,
  subresource: string | undefined,
  name: string | undefined,
  uri: string | undefined,
): JsonObject {
  const ofPath = uri === undefined ? null : objectOfPath(uri);
  return withoutMissing({
    ...(ofPath?.resource === resource ? ofPath : {}),
    resource,
    ...withoutMissing({ subresource, name }),
  });
}

type Answer = Record<'name' | 'uid' | 'owner' | 'deleted', string | undefined>;

function answerOf({ name, uid, owner, deleted }: Answer): JsonObject | undefined {
  const metadata = withoutMissing({ name, uid, ownerReferences: owner === undefined ? undefined : [{ uid: owner }] });
  const answer = withoutMissing({
    metadata: Object.keys(metadata).length === 0 ? undefined : metadata,
    details: deleted === undefined ? undefined : { uid: deleted },
  });
  return Object.keys(answer).length === 0 ? undefined : answer;
}
