import { EventLink } from '@/components/access/event-link';
import { eventsHref } from '@/components/shell/page-url';
import { VisibleText } from '@/components/ui/value';
import type { RbacChange } from '@/lib/access/denied-answers';

const verbWords: Record<string, string> = { create: 'created', update: 'changed', patch: 'changed', delete: 'deleted' };

const relevanceWords: Record<RbacChange['relevance'], string> = {
  binding: 'the binding that allowed it',
  role: 'the role that allowed it',
  subject: 'a binding for this identity',
  rules: 'a role that allows it',
  unread: 'its body is not recorded, so it may be the one',
};

/** A write on a role or binding: who did it, and what it has to do with the request. */
export function ChangeLine({ change, cluster }: { change: RbacChange; cluster: string }) {
  const { id, by, verb, kind, namespace, name, relevance } = change;
  const query = eventsHref({ cluster: [cluster], apiGroup: ['rbac.authorization.k8s.io'] }).split('?')[1] ?? '';
  return (
    <>
      <span className="font-medium">
        <VisibleText text={by ?? 'somebody'} />
      </span>{' '}
      <EventLink id={id} query={query}>
        {verbWords[verb] ?? verb} {kind}{' '}
        <VisibleText text={`${namespace === null ? '' : `${namespace}/`}${name ?? ''}`} />
      </EventLink>
      <span className="text-muted">, {relevanceWords[relevance]}</span>
    </>
  );
}
