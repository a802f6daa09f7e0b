/** The first page of a report: what was asked, of what, how complete it is, how it came out, and who reviewed it. */
import { checkResult, isException } from '@/lib/reports/check-result';
import type { Block } from '@/lib/reports/document-block';
import { shownText } from '@/lib/reports/inert-text';
import { plainTime, whole } from '@/lib/reports/printed-values';
import type { ReportCheck, ReportData } from '@/lib/reports/report-data';

/** The beginning of every format: framework, control, title. */
export function reportTitle({ definition }: ReportData): string {
  const control = definition.control === null ? '' : ` ${definition.control}`;
  return `${definition.framework} ${definition.version}${control}: ${definition.title}`;
}

export function firstPage(data: ReportData): Block[] {
  const { definition, scope, coverage, checks, signOffs } = data;
  const exceptions = checks.filter(isException).length;
  const last = signOffs.at(-1);
  return [
    { kind: 'heading', level: 1, text: shownText(reportTitle(data)) },
    { kind: 'paragraph', text: shownText(definition.question), tone: 'strong' },
    { kind: 'paragraph', text: shownText(coverage.sentence), tone: coverage.state === 'covered' ? 'muted' : 'warning' },
    ...(coverage.arriving ? [stillArriving] : []),
    ...(data.pseudonyms ? [pseudonymised] : []),
    {
      kind: 'facts',
      rows: [
        { label: 'Report', value: definition.id },
        { label: 'Made', value: data.madeAt },
        { label: 'Period', value: `${plainTime(scope.from)} to before ${plainTime(scope.to)}` },
        { label: 'Clusters', value: `${scope.clusters.map(shownText).join(', ')}${scope.allClusters ? ' (all)' : ''}` },
        { label: 'Namespaces in scope', value: namespacesText(scope) },
        ...(scope.furtherQuery === ''
          ? []
          : [{ label: 'Further query', value: shownText(scope.furtherQuery), mono: true }]),
        { label: 'Population', value: `${whole.format(data.population.events)} events` },
        { label: 'Checks', value: `${checks.length}, of which ${exceptions} with exceptions` },
        { label: 'Sample', value: `${whole.format(data.sample.events.length)} events, seed ${data.sample.seed}` },
        { label: 'Reviewed', value: last ? signOffText(last) : 'not signed off yet' },
      ],
    },
    ...(checks.length === 0 ? [] : [checksOverview(checks)]),
  ];
}

const stillArriving: Block = {
  kind: 'paragraph',
  tone: 'warning',
  text: 'Events of this period were still arriving while the report was made: its numbers can differ from each other by those. Make it again when the period is over.',
};

const pseudonymised: Block = {
  kind: 'paragraph',
  tone: 'muted',
  text: 'Usernames and addresses are pseudonyms: the same one always stands for the same name. The key that leads back is kept apart, so the queries below cannot be run as they are printed.',
};

function checksOverview(checks: readonly ReportCheck[]): Block {
  return {
    kind: 'table',
    caption: 'Checks at a glance',
    columns: [{ label: 'Check', weight: 3 }, { label: 'Result' }],
    rows: checks.map((check) => [shownText(check.title), checkResult(check)]),
  };
}

function namespacesText({ namespaces, namespacesApply }: ReportData['scope']): string {
  if (namespaces === null) return 'all';
  const text = `${shownText(namespaces.name)}: ${namespaces.namespaces.map(shownText).join(', ')}`;
  return namespacesApply ? text : `${text} (not applied: the question is about the cluster as a whole)`;
}

function signOffText({ at, person, verdict }: ReportData['signOffs'][number]): string {
  return `${verdict}, by ${shownText(person)} at ${at}`;
}
