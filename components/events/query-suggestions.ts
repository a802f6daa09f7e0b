/** What the query bar offers at a place of the text: fields, words, operators, values with their counts. */
import { formatCount } from '@/components/ui/format-number';
import { visibleText } from '@/components/ui/visible-text';
import { eventFields } from '@/lib/audit/event-fields';
import type { QueryPlace } from '@/lib/query/complete-query';
import { printQuery } from '@/lib/query/print-query';
import { extraNames, isWords } from '@/lib/query/query-words';
import type { FacetBucket } from '@/lib/search/event-answers';
import { escapeValue } from '@/lib/search/value-pattern';

export type Suggestion = {
  /** Unique in the list. */
  key: string;
  group: 'Recent searches' | 'Fields' | 'Values' | 'Operators';
  shown: string;
  hint: string;
  /** Takes the place of `from` to `to`; for a recent search of everything. */
  insert: string;
  from: number;
  to: number;
};

const MOST_RECENT = 6;

export function suggest(place: QueryPlace, text: string, values: FacetBucket[], recent: string[]): Suggestion[] {
  const { from, to } = place;
  if (place.kind === 'value') return valuesOf(place, values);
  const typed = place.typed.toLowerCase();
  const suggestions: Suggestion[] = [];
  if (typed === '') {
    for (const query of recent.filter((earlier) => earlier !== text.trim()).slice(0, MOST_RECENT)) {
      suggestions.push({
        key: `recent ${query}`,
        group: 'Recent searches',
        shown: visibleText(query),
        hint: '',
        insert: query,
        from: 0,
        to: text.length,
      });
    }
  }
  for (const { name, words } of names) {
    if (!name.toLowerCase().includes(typed) && !(typed !== '' && words.toLowerCase().includes(typed))) continue;
    const insert = name.endsWith('.') ? name : `${name}:`;
    suggestions.push({ key: `field ${name}`, group: 'Fields', shown: insert, hint: words, insert, from, to });
  }
  // What begins as typed first.
  suggestions.sort((a, b) => rank(a, typed) - rank(b, typed));
  for (const { word, words } of operators) {
    if (word !== 'NOT' && !place.joins) continue;
    if (!word.startsWith(place.typed.toUpperCase())) continue;
    suggestions.push({ key: word, group: 'Operators', shown: word, hint: words, insert: `${word} `, from, to });
  }
  return suggestions;
}

const names = [...eventFields.map(({ name, label }) => ({ name: name as string, words: label })), ...extraNames];

const operators = [
  { word: 'OR', words: 'the one or the other' },
  { word: 'AND', words: 'both; as a space does' },
  { word: 'NOT', words: 'not this; as - does' },
];

function rank({ group, shown }: Suggestion, typed: string): number {
  if (group === 'Recent searches') return 0;
  return shown.toLowerCase().startsWith(typed) ? 1 : 2;
}

function valuesOf(place: QueryPlace & { kind: 'value' }, values: FacetBucket[]): Suggestion[] {
  const { subject, from, to, typed } = place;
  const offer = (insert: string, shown: string, hint: string): Suggestion => ({
    key: `value ${insert}`,
    group: 'Values',
    shown,
    hint,
    insert: `${insert} `,
    from,
    to,
  });
  if (subject.kind === 'field') {
    const { field } = subject;
    return values.map(({ value, count }) => {
      const node = { kind: 'field' as const, field, values: [value === null ? null : escapeValue(value)] };
      const printed = printQuery(node).slice(field.length + 1);
      return offer(printed, value === null ? 'missing' : visibleText(value), formatCount(count));
    });
  }
  const words = wordsOf(subject.kind).filter(([word]) => word.startsWith(typed));
  return words.map(([word, hint]) => offer(word, word, hint));
}

function wordsOf(kind: string): [string, string][] {
  if (kind === 'is') return Object.keys(isWords).map((word) => [word, '']);
  if (kind === 'from' || kind === 'to') return times;
  if (kind === 'at') return times.slice(1).map(([word, hint]) => [`>=${word}`, hint]);
  if (kind === 'duration') return durations;
  return [];
}

const times: [string, string][] = [
  ['now', ''],
  ['now-15m', 'a quarter of an hour ago'],
  ['now-1h', 'an hour ago'],
  ['now-24h', 'a day ago'],
  ['now-7d', 'a week ago'],
];

const durations: [string, string][] = [
  ['>1s', 'longer than a second'],
  ['>100ms', 'longer than 100 milliseconds'],
  ['10ms..1s', 'from 10 milliseconds to a second'],
];
