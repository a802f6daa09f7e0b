/** The population and its completeness: how many events, over time, how much was recorded, and which fields records have. */
import { gapSentence, lostInWords } from '@/lib/coverage/gap-sentence';
import { widthWords } from '@/lib/reports/chart-shape';
import type { Block } from '@/lib/reports/document-block';
import { shownText } from '@/lib/reports/inert-text';
import { minute, percentText, shownQuery, whole } from '@/lib/reports/printed-values';
import type { ReportData } from '@/lib/reports/report-data';

export function population(data: ReportData): Block[] {
  const { events, query, words } = data.population;
  const seconds = data.overTime.bucketSeconds;
  return [
    { kind: 'heading', level: 2, text: 'Population' },
    ...(words === null ? [] : [{ kind: 'paragraph' as const, text: shownText(words) }]),
    { kind: 'paragraph', text: `${whole.format(events)} events, counted exactly by this query:` },
    { kind: 'query', text: shownQuery(query) },
    ...(events === 0
      ? [{ kind: 'paragraph' as const, text: 'No event of the period answers to it.' }]
      : [
          {
            kind: 'chart' as const,
            caption: `Over time, a bar for ${widthWords(seconds)}`,
            overTime: data.overTime,
            gaps: data.coverage.clusters.flatMap((cluster) => cluster.gaps),
          },
        ]),
  ];
}

export function completeness(data: Pick<ReportData, 'coverage' | 'fields'>): Block[] {
  const blocks: Block[] = [{ kind: 'heading', level: 2, text: 'Completeness' }];
  blocks.push({
    kind: 'table',
    caption: 'How much of the period was recorded',
    columns: [
      { label: 'Cluster' },
      { label: 'Covered', align: 'right', weight: 0.6 },
      { label: 'Missing, about', align: 'right', weight: 0.6 },
      { label: 'Cannot be told', align: 'right', weight: 0.6 },
      { label: 'Gaps', align: 'right', weight: 0.4 },
      { label: 'The same on the command line', mono: true, weight: 3 },
    ],
    rows: data.coverage.clusters.map((one) => [
      shownText(one.cluster),
      one.percent === null ? 'unknown' : `${one.percent} %`,
      whole.format(one.lost),
      `${(one.unknownSeconds / 3600).toFixed(1)} h`,
      whole.format(one.gaps.length + one.moreGaps),
      shownText(one.source),
    ]),
  });
  for (const one of data.coverage.clusters) {
    if (one.gaps.length === 0) continue;
    blocks.push({
      kind: 'table',
      caption: `Gaps of ${shownText(one.cluster)}${one.moreGaps > 0 ? `, the newest of ${one.gaps.length + one.moreGaps}` : ''}`,
      columns: [{ label: 'From' }, { label: 'To' }, { label: 'Events missing' }, { label: 'What was seen', weight: 4 }],
      rows: one.gaps.map((gap) => [minute(gap.from), minute(gap.to), lostInWords(gap), shownText(gapSentence(gap))]),
    });
  }
  if (data.fields.length > 0) {
    blocks.push({
      kind: 'table',
      caption: 'Fields that each record of the population needs',
      columns: [
        { label: 'Field' },
        { label: 'Present', align: 'right' },
        { label: 'Missing', align: 'right' },
        { label: 'Missing: the population’s query, and', mono: true, weight: 2 },
      ],
      rows: data.fields.map(({ label, field, missing, percent }) => [
        label,
        percent === null ? '–' : percentText(percent),
        whole.format(missing.events),
        `${field}:missing`,
      ]),
    });
  }
  return blocks;
}
