import { VisibleText } from '@/components/ui/value';
import type { Person } from '@/lib/people/person';

/** Who it was, and where nobody vouches for the name, that nobody does. */
export function PersonName({ person }: { person: Person }) {
  if (person.how === 'unknown') return <span className="text-muted">somebody</span>;
  return (
    <span title={person.how === 'stated' ? 'as they said themselves' : undefined}>
      <VisibleText text={person.name} />
      {person.how === 'stated' ? <span className="text-muted"> (stated)</span> : null}
    </span>
  );
}
