import Link from 'next/link';
import { StoryStep } from '@/components/access/story-step';
import { pageHref } from '@/components/shell/page-url';
import { formatPlural } from '@/components/ui/format-number';
import { Time } from '@/components/ui/time';
import { VisibleText } from '@/components/ui/value';
import type { Denied } from '@/lib/access/denied-answers';

/** How often it was refused, with the way to those events. `named` where the story has more than one permission. */
export function RefusedStep({ denied: { denied, permission, query }, named }: { denied: Denied; named: boolean }) {
  return (
    <StoryStep tone="denied" at={denied.first.at}>
      {named ? (
        <span className="font-mono text-xs text-denied-ink">
          <VisibleText text={permission.words} />{' '}
        </span>
      ) : null}
      <Link
        href={pageHref('/events', new URLSearchParams(query))}
        prefetch={false}
        className="rounded-sm text-accent underline-offset-2 hover:underline"
      >
        refused {denied.count === 1 ? 'once' : formatPlural(denied.count, 'time')}
      </Link>
      {denied.count > 1 ? (
        <span className="text-muted">
          , last <Time at={denied.last.at} short />
        </span>
      ) : null}
    </StoryStep>
  );
}
