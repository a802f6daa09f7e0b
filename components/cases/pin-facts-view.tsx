'use client';

import type { ReactNode } from 'react';
import { FrozenFigures } from '@/components/cases/frozen-figures';
import { CopyButton } from '@/components/ui/copy-button';
import { formatCount, formatPlural } from '@/components/ui/format-number';
import { OutcomeText } from '@/components/ui/outcome';
import { Value, VisibleText } from '@/components/ui/value';
import type { FactsOf, PinFacts } from '@/lib/cases/pin-facts';

/** The facts as they were when the thing was pinned. */
export function PinFactsView({ facts }: { facts: PinFacts }) {
  switch (facts.kind) {
    case 'event':
      return <EventFacts facts={facts} />;
    case 'query':
    case 'chart':
      return <FrozenFigures figures={facts.figures} query={facts.query} />;
    case 'object':
      return (
        <p className="text-sm">
          {facts.limited ? 'More than ' : ''}
          {formatPlural(facts.writes, 'write')}
          {facts.failed > 0 ? `, ${formatCount(facts.failed)} refused or failed` : ''}, in cluster{' '}
          <VisibleText text={facts.cluster} />
        </p>
      );
    case 'deviation':
      return (
        <dl className="grid grid-cols-1 gap-x-6 gap-y-0.5 text-xs sm:grid-cols-2">
          <Fact label="Workload">
            <Value text={facts.copy.workload} mono />
          </Fact>
          <Fact label="Cluster">
            <Value text={facts.copy.cluster} mono />
          </Fact>
          <Fact label="Severity">{facts.copy.severity}</Fact>
          <Fact label="Counted">
            {formatCount(facts.copy.explanation.actual)}
            {facts.copy.explanation.expected === null
              ? null
              : `, expected ${formatCount(Math.round(facts.copy.explanation.expected))}`}
          </Fact>
          {facts.copy.verdict === null ? null : (
            <Fact label="Verdict">
              <Value text={`${facts.copy.verdict.verdict}: ${facts.copy.verdict.reason}`} />
            </Fact>
          )}
        </dl>
      );
  }
}

function EventFacts({ facts }: { facts: FactsOf<'event'> }) {
  const { row, sha256, block, ordinal } = facts;
  return (
    <dl className="grid grid-cols-1 gap-x-6 gap-y-0.5 text-xs sm:grid-cols-2">
      <Fact label="User">{row.user === null ? 'none' : <Value text={row.user} mono />}</Fact>
      <Fact label="From">{row.sourceIP === null ? 'none' : <Value text={row.sourceIP} mono />}</Fact>
      <Fact label="Outcome">
        <OutcomeText outcome={row.outcome} code={row.code} />
      </Fact>
      <Fact label="Cluster">
        <Value text={row.cluster} mono />
      </Fact>
      <Fact label="Evidence">
        block {formatCount(block)}, place {formatCount(ordinal)}
      </Fact>
      <Fact label="SHA-256">
        <Value text={sha256} mono />
        <CopyButton text={sha256} label="Copy the SHA-256" />
      </Fact>
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-h-6 min-w-0 items-center gap-2">
      <dt className="max-w-40 min-w-16 shrink-0 truncate text-muted">{label}</dt>
      <dd className="flex min-w-0 items-center gap-1">{children}</dd>
    </div>
  );
}
