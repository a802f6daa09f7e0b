/** Events as rows of a document: what a reader needs to find each of them again. */
import { outcomeLabels } from '@/lib/audit/outcome';
import type { Block } from '@/lib/reports/document-block';
import { shownText } from '@/lib/reports/inert-text';
import { valueText } from '@/lib/reports/printed-values';
import type { EventRow } from '@/lib/search/event-answers';
import { objectText } from '@/lib/search/object-text';

export function eventTable(
  caption: string,
  events: readonly (EventRow & { draw?: string })[],
  clusters: readonly string[],
  drawn = false,
): Block {
  const several = clusters.length > 1;
  return {
    kind: 'table',
    caption,
    columns: [
      ...(drawn ? [{ label: 'Number', mono: true, weight: 0.9 }] : []),
      { label: 'Time (UTC)', weight: 1.75 },
      ...(several ? [{ label: 'Cluster', weight: 0.8 }] : []),
      { label: 'User', weight: 2 },
      { label: 'Verb', weight: 0.7 },
      { label: 'Object', weight: 2.3 },
      { label: 'From', weight: 1 },
      { label: 'Result', weight: 0.9 },
      { label: 'Audit ID', mono: true, weight: 2.6 },
    ],
    rows: events.map((event) => [
      ...(drawn ? [(event.draw ?? '').slice(0, 12)] : []),
      event.at.replace('T', ' ').replace('Z', ''),
      ...(several ? [shownText(event.cluster)] : []),
      userText(event),
      valueText(event.verb),
      shownText(objectText(event) ?? '–'),
      valueText(event.sourceIP),
      event.code === null ? outcomeLabels[event.outcome] : `${event.code} ${outcomeLabels[event.outcome]}`,
      event.auditID ?? 'see the event itself',
    ]),
  };
}

function userText({ user, impersonatedUser }: EventRow): string {
  const name = valueText(user);
  return impersonatedUser === null ? name : `${name} as ${shownText(impersonatedUser)}`;
}
