/** What a case adds to a pack: all of it for programs, and its story to read. */
import type { CaseDetail } from '@/lib/cases/case-answers';
import { type PackMember, textMember } from './pack-member';

export function caseMembers(found: CaseDetail): PackMember[] {
  return [
    textMember('case.json', 'the case: notes, pins with their frozen facts, hypotheses, links', () => {
      const { log: _, ...rest } = found;
      return `${JSON.stringify(rest, null, 2)}\n`;
    }),
    textMember('case.md', 'notes and timeline of the case, to read', () => caseText(found)),
  ];
}

function caseText({
  id,
  title,
  status,
  reason,
  notes,
  tags,
  pins,
  hypotheses,
  openedBy,
  createdAt,
  linked,
}: CaseDetail) {
  const lines = [
    `# Case ${id}: ${oneLine(title)}`,
    '',
    `Opened ${createdAt} by ${oneLine(openedBy.name)}. ${status === 'open' ? 'Open.' : `Closed: ${oneLine(reason ?? '')}`}`,
    ...(tags.length > 0 ? [`Tags: ${tags.map(oneLine).join(', ')}`] : []),
    ...(linked.length > 0
      ? [`Linked: ${linked.map((other) => `case ${other.id}, ${oneLine(other.title)}`).join('; ')}`]
      : []),
    '',
    '## Notes',
    '',
    notes === '' ? 'None.' : notes,
    '',
    '## Hypotheses',
    '',
    ...(hypotheses.length === 0 ? ['None.'] : hypotheses.map(({ state, text }) => `- ${state}: ${oneLine(text)}`)),
    '',
    '## Timeline, as things happened (UTC)',
    '',
    ...pins.flatMap(({ kind, at, until, title: what, note, pinnedAt, pinnedBy, gone, contextSeconds }) => [
      `- ${at ?? 'no time'}${until === null || until === at ? '' : ` to ${until}`} · ${kind} · ${oneLine(what)}`,
      `  found ${pinnedAt} by ${oneLine(pinnedBy.name)}${contextSeconds > 0 ? `, with ${contextSeconds} s around it` : ''}`,
      ...(gone === null ? [] : [`  the original is no longer kept: ${gone}`]),
      ...(note === '' ? [] : [`  note: ${oneLine(note)}`]),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
