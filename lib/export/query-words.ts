/** A filter in words, for the manifest: from its URL form, so that whatever a filter learns to say is in it. */
import { findEventField } from '@/lib/audit/event-fields';
import { type EventFilter, serializeEventFilter } from '@/lib/search/event-filter';
import { literalOf } from '@/lib/search/value-pattern';

const ROW_WORDS: Record<string, string> = {
  name: 'object name is',
  auditID: 'audit ID is',
  text: 'text contains',
  q: 'query',
};

export function queryWords(filter: EventFilter): string {
  const included = new Map<string, string[]>();
  const words: string[] = [];
  for (const [parameter, value] of serializeEventFilter(filter)) {
    const excluded = parameter.startsWith('-');
    const label = findEventField(parameter.replace(/^-/, ''))?.label;
    if (label && excluded) words.push(value === '' ? `${label} is present` : `${label} is not ${shown(value)}`);
    else if (label) included.set(label, [...(included.get(label) ?? []), value === '' ? 'missing' : shown(value)]);
    else if (parameter === 'from') words.push(`at or after ${value}`);
    else if (parameter === 'to') words.push(`before ${value}`);
    else words.push(`${ROW_WORDS[parameter] ?? `${parameter}:`} ${parameter === 'q' ? value : shown(value)}`);
  }
  const chosen = [...included].map(([label, values]) => `${label} is ${values.join(' or ')}`);
  return [...chosen, ...words].join(', and ') || 'all events';
}

function shown(pattern: string): string {
  return JSON.stringify(literalOf(pattern) ?? pattern);
}
