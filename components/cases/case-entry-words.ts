/** An entry of a case's record in words: what was done. Who and when stand beside it. */
import { formatPlural } from '@/components/ui/format-number';
import { formatDuration } from '@/components/ui/format-time';
import type { CaseEntry } from '@/lib/cases/case-answers';

export function entryWords({ action, detail }: Pick<CaseEntry, 'action' | 'detail'>): string {
  const text = (name: string) => String(detail[name] ?? '');
  const quoted = (name: string) => `“${text(name)}”`;
  switch (action) {
    case 'case.opened':
      return `opened the case as ${quoted('title')}`;
    case 'case.renamed':
      return `renamed it from ${quoted('before')} to ${quoted('after')}`;
    case 'case.notes':
      return 'changed the notes';
    case 'case.tags':
      return `set the tags to ${listOf(detail.after)}`;
    case 'case.closed':
      return `closed the case: ${text('reason')}`;
    case 'case.reopened':
      return 'reopened the case';
    case 'pin.added':
      return `pinned ${kindWords[text('kind')] ?? text('kind')} ${quoted('title')}`;
    case 'pin.note':
      return `changed the note of ${quoted('title')}`;
    case 'pin.context':
      return `set the context of ${quoted('title')} to ± ${formatDuration(Number(detail.after))}`;
    case 'pin.removed':
      return `took off ${quoted('title')}`;
    case 'hypothesis.added':
      return `added the hypothesis ${quoted('text')}`;
    case 'hypothesis.state':
      return `marked the hypothesis ${quoted('text')} as ${text('after')}`;
    case 'hypothesis.text':
      return `reworded a hypothesis to ${quoted('after')}`;
    case 'link.added':
      return `linked case ${text('case')}, ${quoted('title')}`;
    case 'link.removed':
      return `took away the link to case ${text('case')}`;
    case 'pack.asked':
      return 'asked for an evidence pack';
    case 'pack.made':
      return `got an evidence pack of ${formatPlural(Number(detail.events), 'event')}, SHA-256 ${text('sha256').slice(0, 12)}…`;
    case 'pack.taken':
      return `downloaded an evidence pack, SHA-256 ${text('sha256').slice(0, 12)}…`;
    default:
      return action;
  }
}

const kindWords: Record<string, string> = {
  event: 'the event',
  query: 'the query',
  object: 'the object history',
  chart: 'the chart',
  deviation: 'the deviation',
};

function listOf(value: unknown): string {
  return Array.isArray(value) && value.length > 0 ? value.join(', ') : 'none';
}
