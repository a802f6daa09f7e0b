import { AllowedStep } from '@/components/access/allowed-step';
import { ChangeLine } from '@/components/access/change-line';
import { RefusedStep } from '@/components/access/refused-step';
import { StoryStep } from '@/components/access/story-step';
import { formatPlural } from '@/components/ui/format-number';
import { Value, VisibleText } from '@/components/ui/value';
import type { Denied } from '@/lib/access/denied-answers';

/** One story: what an identity could not do, since when it can, and what was changed in between. */
export function DeniedItem({ story }: { story: readonly Denied[] }) {
  const [first] = story;
  if (!first) return null;
  const { user, impersonatedUser, cluster, allowed } = first;
  return (
    <li className="rounded-lg border border-line bg-surface">
      <div className="flex flex-wrap items-baseline gap-x-2 gap-y-1 border-b border-line px-3 py-2">
        <Value text={user ?? 'someone without a user name'} className="font-semibold" />
        {impersonatedUser === null ? null : (
          <span className="text-muted">
            as <Value text={impersonatedUser} className="text-ink" />
          </span>
        )}
        <span className="text-muted">could not</span>
        {story.length === 1 ? (
          <strong className="min-w-0 font-mono text-xs font-medium break-all text-denied-ink">
            <VisibleText text={first.permission.words} />
          </strong>
        ) : (
          <strong className="font-semibold text-denied-ink">
            do {formatPlural(story.length, 'thing')} that the same change made possible
          </strong>
        )}
        <span className="ml-auto text-xs text-faint">
          <VisibleText text={cluster} />
        </span>
      </div>
      <ol className="px-3 py-2">
        {oldestFirst(story, ({ denied }) => denied.first.at).map((one) => (
          <RefusedStep key={one.key} denied={one} named={story.length > 1} />
        ))}
        {allowed === null ? null : <Changes allowed={allowed} cluster={cluster} />}
        {oldestFirst(story, (one) => one.allowed?.at ?? '').map((one, i) =>
          one.allowed === null ? null : (
            <AllowedStep key={one.key} denied={one} allowed={one.allowed} named={story.length > 1} granted={i === 0} />
          ),
        )}
      </ol>
    </li>
  );
}

function Changes({ allowed, cluster }: { allowed: NonNullable<Denied['allowed']>; cluster: string }) {
  if (allowed.changes.length === 0) {
    return (
      <StoryStep tone="change" at={null}>
        <span className="text-muted">{nothingWords(allowed)}</span>
      </StoryStep>
    );
  }
  return oldestFirst(allowed.changes, ({ at }) => at).map((change) => (
    <StoryStep key={change.id} tone="change" at={change.at}>
      <ChangeLine change={change} cluster={cluster} />
    </StoryStep>
  ));
}

function oldestFirst<T>(items: readonly T[], timeOf: (item: T) => string): T[] {
  return [...items].sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1));
}

function nothingWords({ writes, moreWrites }: NonNullable<Denied['allowed']>): string {
  if (moreWrites) {
    return 'more writes on roles and bindings lie in between than are looked at; none of those read concerns it';
  }
  const seen =
    writes === 0
      ? 'no write on roles or bindings is recorded in between'
      : `none of the ${formatPlural(writes, 'write')} on roles and bindings in between concerns it`;
  return `${seen}: a group’s members, an aggregated role, an authoriser besides RBAC, or a write that was not recorded`;
}
