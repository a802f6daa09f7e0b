'use client';

import Link from 'next/link';
import { AddToCase } from '@/components/cases/add-to-case';
import { BandChart } from '@/components/charts/band-chart';
import { rangeWords } from '@/components/charts/band-words';
import { DeviationTable } from '@/components/deviations/deviation-table';
import {
  explanationHref,
  kindLabels,
  metricLabel,
  rarityWords,
  restsOnWords,
} from '@/components/deviations/deviation-words';
import { SeverityMark } from '@/components/deviations/severity-mark';
import { VerdictPanel } from '@/components/deviations/verdict-panel';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { eventsHref } from '@/components/shell/page-url';
import { buttonClass } from '@/components/ui/button';
import { formatCount, formatPlural } from '@/components/ui/format-number';
import { formatTimeSpan } from '@/components/ui/format-time';
import { Panel } from '@/components/ui/panel';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { useShownZone } from '@/components/ui/use-shown-zone';
import { Value, VisibleText } from '@/components/ui/value';
import { workloadHref } from '@/components/workloads/workload-href';
import type { DeviationPage } from '@/lib/activity/activity-answers';

/** One deviation: the sentence, the chart, what is behind it, and what people say about it. */
export function DeviationScreen({ page }: { page: DeviationPage }) {
  const [zone] = useShownZone();
  const { go } = useFilterNavigation();
  const { deviation, points, stepSeconds, related } = page;
  const { explanation } = deviation;
  return (
    <div>
      <header className="border-b border-line bg-surface px-4 py-3">
        <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
          <SeverityMark severity={deviation.severity} />
          <span className="text-muted">{kindLabels[deviation.kind]}</span>
          <span className="text-muted">{deviation.raised ? 'raised' : 'below the alert budget'}</span>
          <span className="text-muted">{formatTimeSpan(deviation.start, deviation.end, zone)}</span>
        </p>
        <h1 className="mt-1 text-lg font-semibold break-words" data-testid="deviation-sentence">
          <VisibleText text={explanation.sentence} />
        </h1>
        <p className="mt-2 flex flex-wrap items-center gap-2">
          <Link
            href={workloadHref(deviation, around(deviation.start, deviation.end))}
            prefetch={false}
            className={`${buttonClass('secondary', 'sm')} max-w-96 font-mono`}
          >
            <Value text={deviation.workload} />
          </Link>
          <Link href={explanationHref(explanation)} prefetch={false} className={buttonClass('secondary', 'sm')}>
            The {formatPlural(explanation.actual, 'event')} counted
          </Link>
          <AddToCase pin={{ kind: 'deviation', deviation: deviation.id }} what={explanation.sentence} />
        </p>
      </header>
      <div className="mx-auto flex max-w-[1360px] flex-col gap-3 p-3">
        {points.length === 0 ? null : (
          <Panel title={metricLabel(deviation.metric)}>
            <div className="py-2">
              <BandChart
                label={`${metricLabel(deviation.metric)} around the deviation, with expected band`}
                points={points}
                stepSeconds={stepSeconds}
                deviations={[{ number: 1, deviation }]}
                height={188}
                onOpen={(from, to) =>
                  go(eventsHref({ cluster: [deviation.cluster], workload: [deviation.workload] }, { from, to }))
                }
              />
            </div>
          </Panel>
        )}
        <div className="grid grid-cols-1 items-start gap-3 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <div className="flex min-w-0 flex-col gap-3">
            <Facts page={page} />
            {explanation.news.length === 0 ? null : <News page={page} />}
            {explanation.contributions.length === 0 ? null : <Contributions page={page} />}
            <Evidence page={page} />
          </div>
          <VerdictPanel key={deviation.id} deviation={deviation} verdicts={page.verdicts} />
        </div>
        {related.length === 0 ? null : (
          <Panel title="Of the same incident" className="overflow-x-auto">
            <DeviationTable deviations={related} withWorkload label="Of the same incident" />
          </Panel>
        )}
      </div>
    </div>
  );
}

const MARGIN_MILLISECONDS = 3 * 86_400_000;

/** Some days around it, so that the page of the workload shows what is usual too. */
function around(start: string, end: string): { from: string; to: string } {
  const at = (time: string, margin: number) => new Date(Date.parse(time) + margin).toISOString();
  return { from: at(start, -MARGIN_MILLISECONDS), to: at(end, MARGIN_MILLISECONDS / 3) };
}

/** The numbers behind the sentence, each in words. */
function Facts({ page: { deviation } }: { page: DeviationPage }) {
  const { explanation } = deviation;
  const facts: [string, React.ReactNode][] = [
    [
      'Counted',
      <Link
        key="counted"
        href={explanationHref(explanation)}
        prefetch={false}
        className="rounded-sm text-accent hover:underline"
      >
        {formatCount(explanation.actual)}
      </Link>,
    ],
    ...(explanation.expected === null
      ? []
      : ([['Expected', formatCount(Math.round(explanation.expected * 10) / 10)]] satisfies [string, string][])),
    ...(explanation.band === null
      ? []
      : ([
          [
            'Band',
            `50 %: ${rangeWords(explanation.band.p50)} · 95 %: ${rangeWords(explanation.band.p95)} · 99.9 %: ${rangeWords(explanation.band.p999)}`,
          ],
        ] satisfies [string, string][])),
    ...(explanation.ratio === null
      ? []
      : ([['Ratio', `${Number(explanation.ratio.toPrecision(2))} × the expected`]] satisfies [string, string][])),
    ['As rare as', rarityWords(explanation.oneIn)],
    ['Rests on', restsOnWords(explanation.restsOn)],
    ['Done mostly by', <Value key="actor" text={deviation.actor} mono />],
    ['Could be told at', <Time key="raised" at={deviation.raisedAt} short />],
    [
      'Model',
      <span key="model" className="font-mono text-xs">
        {explanation.model}
      </span>,
    ],
  ];
  return (
    <Panel title="Why">
      <dl className="grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1.5 px-3 py-2 text-sm">
        {facts.map(([name, words]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="min-w-0">{words}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function News({ page: { deviation } }: { page: DeviationPage }) {
  return (
    <Panel title="What is new">
      <Table aria-label="What is new" className="table-fixed">
        <thead>
          <tr>
            <Th className="w-24">What</Th>
            <Th>Value</Th>
            <Th className="w-48">First seen</Th>
            <Th className="w-28">Among peers</Th>
          </tr>
        </thead>
        <tbody>
          {deviation.explanation.news.map(({ dimension, value, firstSeenAt, peers, peersWithIt }) => (
            <tr key={`${dimension} ${value}`}>
              <Td className="text-muted">{dimension}</Td>
              <Td>
                <Value text={value} mono />
              </Td>
              <Td>
                <Time at={firstSeenAt} short />
              </Td>
              <Td className="text-xs">
                {peers === 0 ? 'it has no peers' : `${formatCount(peersWithIt)} of ${formatCount(peers)} do`}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}

function Contributions({ page: { deviation } }: { page: DeviationPage }) {
  return (
    <Panel title="What makes the difference">
      <Table aria-label="What makes the difference" className="table-fixed">
        <thead>
          <tr>
            <Th className="w-24">By</Th>
            <Th>Value</Th>
            <Th align="right" className="w-24">
              Counted
            </Th>
            <Th align="right" className="w-24">
              Expected
            </Th>
          </tr>
        </thead>
        <tbody>
          {deviation.explanation.contributions.map(({ dimension, value, actual, expected }) => (
            <tr key={`${dimension} ${value}`}>
              <Td className="text-muted">{dimension}</Td>
              <Td>
                <Value text={value} mono />
              </Td>
              <Td align="right">{formatCount(actual)}</Td>
              <Td align="right">{formatCount(Math.round(expected * 10) / 10)}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}

/** Raw events as sentences; each opens as itself, among those that were counted. */
function Evidence({ page: { deviation, events } }: { page: DeviationPage }) {
  const all = explanationHref(deviation.explanation);
  return (
    <Panel
      title="Evidence"
      aside={
        <Link href={all} prefetch={false} className="rounded-sm text-xs text-accent hover:underline">
          Run the query: {formatPlural(deviation.explanation.actual, 'event')}
        </Link>
      }
    >
      {events.length === 0 ? (
        <p className="px-3 py-3 text-sm text-muted">
          {deviation.explanation.actual === 0
            ? 'What is odd here is that nothing came: there is no event to show.'
            : 'The query has the events.'}
        </p>
      ) : (
        <ul>
          {events.map(({ id, at, sentence }) => (
            <li key={id} className="border-b border-line/60 px-3 py-1.5 text-sm last:border-0">
              {sentence === null || at === null ? (
                <span className="text-muted">This event was removed by retention.</span>
              ) : (
                <>
                  <Time at={at} />{' '}
                  <Link
                    href={`${all}${all.includes('?') ? '&' : '?'}event=${encodeURIComponent(id)}`}
                    prefetch={false}
                    className="rounded-sm break-words text-accent hover:underline"
                  >
                    <VisibleText text={sentence} />
                  </Link>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
