'use client';

import { ChartColumn, Table2 } from 'lucide-react';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { CoverageGaps } from '@/components/sources/coverage-gaps';
import { CoverageStrip } from '@/components/sources/coverage-strip';
import { CoverageTable } from '@/components/sources/coverage-table';
import { coverageTitle } from '@/components/sources/coverage-words';
import { Button, IconButton } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { useShownZone } from '@/components/ui/use-shown-zone';
import type { ClusterCoverage } from '@/lib/coverage/coverage-answers';

const spans = ['24h', '7d'] as const;

/** How much of what each cluster wrote is here: the last day or week as a strip or its table twin, and every gap in words. */
export function CoveragePanel({
  clusters,
  moreClusters,
}: {
  clusters: readonly ClusterCoverage[];
  /** Those that are not shown: whose last event is older. */
  moreClusters: number;
}) {
  const [zone] = useShownZone();
  const [span, setSpan] = useQueryState(
    'coverage',
    parseAsStringLiteral(spans).withDefault('24h').withOptions({ shallow: false }),
  );
  const [view, setView] = useQueryState(
    'cells',
    parseAsStringLiteral(['strip', 'table'] as const).withDefault('strip'),
  );
  const other = view === 'strip' ? 'table' : 'strip';
  return (
    <Panel
      title="Coverage"
      aside={
        <span className="flex items-center gap-1">
          {spans.map((one) => (
            <Button
              key={one}
              size="sm"
              variant="ghost"
              aria-pressed={one === span}
              onClick={() => void setSpan(one)}
              className="aria-pressed:bg-selected"
            >
              {one}
            </Button>
          ))}
          <IconButton size="sm" label={`Show coverage as ${other}`} onClick={() => void setView(other)}>
            {view === 'strip' ? <Table2 size={14} aria-hidden /> : <ChartColumn size={14} aria-hidden />}
          </IconButton>
        </span>
      }
    >
      {clusters.length === 0 ? (
        <p className="px-3 py-3 text-muted">No cluster yet: coverage is measured from what arrives.</p>
      ) : (
        clusters.map((coverage) => (
          <section key={coverage.cluster} className="border-b border-line px-3 py-3 last:border-0">
            <h3 className="mb-2 flex flex-wrap items-baseline gap-x-3 text-sm font-medium">
              {coverage.cluster}
              <span className="text-xs font-normal text-muted">{coverageTitle(coverage)}</span>
            </h3>
            {view === 'strip' ? (
              <CoverageStrip coverage={coverage} zone={zone} />
            ) : (
              <CoverageTable coverage={coverage} zone={zone} />
            )}
            <CoverageGaps coverage={coverage} zone={zone} />
          </section>
        ))
      )}
      {moreClusters === 0 ? null : (
        <p className="px-3 py-3 text-xs text-muted">
          The {clusters.length} clusters with the latest events. {moreClusters} more: npm run coverage -- --cluster
          NAME.
        </p>
      )}
    </Panel>
  );
}
