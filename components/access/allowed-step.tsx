import { EventLink } from '@/components/access/event-link';
import { bindingWords, roleWords, subjectWords } from '@/components/access/grant-words';
import { StoryStep } from '@/components/access/story-step';
import { eventsHref } from '@/components/shell/page-url';
import { formatDuration } from '@/components/ui/format-time';
import { VisibleText } from '@/components/ui/value';
import type { Denied } from '@/lib/access/denied-answers';
import { parseRfc3339 } from '@/lib/audit/microseconds';

type StepProps = {
  denied: Denied;
  allowed: NonNullable<Denied['allowed']>;
  /** With the permission, where the story has more than one. */
  named: boolean;
  /** With the grant, which is the same in one story. */
  granted: boolean;
};

/** The first time that it was allowed, how long after, and by what. */
export function AllowedStep({ denied: { cluster, user, permission }, allowed, named, granted }: StepProps) {
  const query = eventsHref({ cluster: [cluster], user: [user] }).split('?')[1] ?? '';
  const microseconds = (parseRfc3339(allowed.at) ?? 0) - (parseRfc3339(allowed.lastDenied.at) ?? 0);
  return (
    <StoryStep tone="allowed" at={allowed.at}>
      {named ? (
        <span className="font-mono text-xs">
          <VisibleText text={permission.words} />{' '}
        </span>
      ) : null}
      <EventLink id={allowed.id} query={query}>
        allowed
      </EventLink>
      <span className="text-muted"> {formatDuration(Math.max(0, microseconds) / 1e6)} after the last refusal</span>
      {granted ? <Grant allowed={allowed} /> : null}
    </StoryStep>
  );
}

function Grant({ allowed: { grant, reason } }: { allowed: StepProps['allowed'] }) {
  if (grant) {
    return (
      <span>
        <span className="text-muted"> by </span>
        <VisibleText text={bindingWords(grant)} />
        <span className="text-muted"> of </span>
        <VisibleText text={roleWords(grant)} />
        <span className="text-muted"> to </span>
        <VisibleText text={subjectWords(grant)} />
      </span>
    );
  }
  return reason ? (
    <span className="text-muted">
      : <VisibleText text={reason} />
    </span>
  ) : null;
}
