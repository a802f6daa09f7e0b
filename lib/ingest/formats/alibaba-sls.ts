/**
 * Alibaba's log service (ACK): a flat object in which every value is a string; objects and arrays are JSON in a string.
 */
import type { Format } from '@/lib/ingest/formats/format';
import { textParts } from '@/lib/ingest/formats/wrapped-text';

const OF_THE_SERVICE = /^__(?:time|topic|source|tag|pack)/;
const JSON_FIELDS = new Set([
  'user',
  'impersonatedUser',
  'sourceIPs',
  'objectRef',
  'responseStatus',
  'requestObject',
  'responseObject',
  'annotations',
  'metadata',
  'authenticationMetadata',
]);

export const alibabaSls: Format = {
  name: 'Alibaba SLS',
  recognise(object, value) {
    if (!('__time__' in object || '__topic__' in object || '__source__' in object)) return null;
    if (typeof object.auditID !== 'string') return null;
    const members: string[] = [];
    for (const key of Object.keys(object)) {
      if (OF_THE_SERVICE.test(key)) continue;
      const text = object[key];
      // The text itself goes in: parsed and written again, a number too long for a double would lose digits.
      const isJsonText = typeof text === 'string' && JSON_FIELDS.has(key) && isJson(text);
      members.push(`${JSON.stringify(key)}:${isJsonText ? text : JSON.stringify(text)}`);
    }
    return { kind: 'parts', parts: textParts([`{${members.join(',')}}`], value) };
  },
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
