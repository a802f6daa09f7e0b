'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { kindWords } from '@/components/access/grant-words';
import { useAccessParams } from '@/components/access/use-access-params';
import { ConditionBar } from '@/components/events/condition-bar';
import { classNames } from '@/components/ui/class-names';
import { EmptyState } from '@/components/ui/empty-state';
import { formatCount, formatPlural } from '@/components/ui/format-number';
import { Table, Td, Th } from '@/components/ui/table';
import { Value } from '@/components/ui/value';
import type { IdentityUses } from '@/lib/access/privilege-answers';

type ListProps = { uses: IdentityUses; chosen: { user: string; cluster: string } | null; detail: ReactNode };

/** Everybody who was allowed something, and beside it the role of the chosen one. */
export function IdentityList({ uses, chosen, detail }: ListProps) {
  const { href } = useAccessParams();
  // Beside the role there is little room on a narrow screen.
  const besideClass = chosen ? 'max-xl:hidden' : '';
  if (uses.total === 0) {
    return (
      <EmptyState title="Nobody was allowed anything here">
        No event of this time range carries a decision of the authoriser. Choose a longer range, or take out a
        condition.
      </EmptyState>
    );
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 flex-wrap items-center gap-3 border-b border-line px-4 py-2">
        <p className="text-sm" data-testid="identity-total">
          {formatPlural(uses.total, 'identity', 'identities')}
          <span className="text-muted"> on {formatPlural(uses.windowDays, 'day')} with events</span>
        </p>
        <ConditionBar />
      </div>
      <div className="flex min-h-0 flex-1">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by the keyboard */}
        <section aria-label="Identities" tabIndex={0} className="min-h-0 min-w-0 flex-1 overflow-auto bg-surface">
          <Table>
            <thead>
              <tr>
                <Th>Identity</Th>
                {chosen ? null : <Th>Kind</Th>}
                <Th align="right">Escalating</Th>
                <Th align="right" className={besideClass}>
                  Permissions
                </Th>
                {chosen ? null : (
                  <>
                    <Th align="right">Namespaces</Th>
                    <Th align="right">Events</Th>
                  </>
                )}
                <Th align="right" className={besideClass}>
                  Days
                </Th>
              </tr>
            </thead>
            <tbody>
              {uses.identities.map((use) => {
                const current = chosen?.user === use.user && chosen.cluster === use.cluster;
                return (
                  <tr
                    key={`${use.cluster} ${use.user}`}
                    className={classNames('hover:bg-hover', current && 'bg-selected')}
                  >
                    <Td className={chosen ? 'max-w-56' : 'max-w-96'}>
                      <Link
                        href={href({ identity: use.user, of: use.cluster })}
                        prefetch={false}
                        aria-current={current ? 'true' : undefined}
                        className="flex min-w-0 rounded-sm text-accent underline-offset-2 hover:underline"
                      >
                        <Value text={use.user} />
                      </Link>
                    </Td>
                    {chosen ? null : <Td className="text-muted">{kindWords[use.kind]}</Td>}
                    <Td
                      align="right"
                      className={use.escalations > 0 ? 'font-medium text-client-error-ink' : 'text-faint'}
                    >
                      {formatCount(use.escalations)}
                    </Td>
                    <Td align="right" className={besideClass}>
                      {formatCount(use.permissions)}
                    </Td>
                    {chosen ? null : (
                      <>
                        <Td align="right">{formatCount(use.namespaces)}</Td>
                        <Td align="right">{formatCount(use.events)}</Td>
                      </>
                    )}
                    <Td align="right" className={classNames('text-muted', besideClass)}>
                      {formatCount(use.days)}
                    </Td>
                  </tr>
                );
              })}
            </tbody>
          </Table>
          {uses.total > uses.identities.length ? (
            <p className="px-3 py-2 text-xs text-muted">
              The first {formatCount(uses.identities.length)} of {formatCount(uses.total)}; narrow by user or namespace.
            </p>
          ) : null}
        </section>
        {chosen ? (
          <section
            aria-label={`Least privilege of ${chosen.user}`}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by the keyboard
            tabIndex={0}
            className="min-h-0 w-[58%] shrink-0 overflow-auto border-l border-line bg-canvas"
          >
            {detail}
          </section>
        ) : null}
      </div>
    </div>
  );
}
