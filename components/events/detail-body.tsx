'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { AroundTab } from '@/components/events/around-tab';
import { EventTimelines } from '@/components/events/event-timelines';
import { EvidenceTab } from '@/components/events/evidence-tab';
import { FieldsTab } from '@/components/events/fields-tab';
import { JsonTab } from '@/components/events/json-tab';
import { RequestTab } from '@/components/events/request-tab';
import { ReusedAuditID } from '@/components/events/reused-audit-id';
import { formatCount } from '@/components/ui/format-number';
import { OutcomeText } from '@/components/ui/outcome';
import { Tabs } from '@/components/ui/tabs';
import { Time } from '@/components/ui/time';
import { VisibleText } from '@/components/ui/value';
import type { EventDetail } from '@/lib/search/event-answers';

const tabNames = ['fields', 'json', 'request', 'around', 'evidence'] as const;

/** The sentence first, then the tabs; the chosen tab is in the URL and stays from event to event. */
export function DetailBody({ detail }: { detail: EventDetail }) {
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(tabNames).withDefault('fields'));
  const { row } = detail;
  return (
    <>
      <div className="shrink-0 px-4 pt-3 pb-2">
        <p
          role="status"
          data-testid="event-sentence"
          className="max-h-32 overflow-auto text-base font-medium break-words"
        >
          <VisibleText text={detail.sentence} />
        </p>
        <p className="mt-1.5 flex flex-wrap items-center gap-x-4 text-xs">
          <Time at={row.at} />
          <OutcomeText outcome={row.outcome} code={row.code} />
          <EventTimelines row={row} />
        </p>
        <ReusedAuditID detail={detail} />
      </div>
      <Tabs
        label="Parts of the event"
        value={tab}
        onChange={(next) => void setTab(next)}
        tabs={[
          { name: 'fields', label: 'Fields', content: <FieldsTab row={row} targetWorkload={detail.targetWorkload} /> },
          { name: 'json', label: 'JSON', content: <JsonTab key={row.id} detail={detail} /> },
          {
            name: 'request',
            label: `Request (${formatCount(detail.stages.length)})`,
            content: <RequestTab detail={detail} />,
          },
          { name: 'around', label: 'Around', content: <AroundTab key={row.id} row={row} /> },
          {
            name: 'evidence',
            label: 'Evidence',
            content: <EvidenceTab cluster={detail.row.cluster} detail={detail} />,
          },
        ]}
      />
    </>
  );
}
