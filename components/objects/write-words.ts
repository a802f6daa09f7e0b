/** What the list of an object's writes says in words. */
import type { ObjectWrite } from '@/lib/objects/history-answers';

const unknownWords: Record<NonNullable<ObjectWrite['unknown']>, string> = {
  level: 'level Metadata: that it changed is known, what is not',
  refused: 'nothing changed',
  patch: 'only the patch was recorded, not its result',
  subresource: 'a subresource: its body is not the object',
  deleted: 'deleted',
  unfinished: 'no answer was recorded: whether it changed is not known',
  pruned: 'the evidence was pruned',
  noBody: 'no body with the object was recorded',
};

/** "2 fields: spec.replicas, status.phase", or why it cannot be said. */
export function changeWords(write: ObjectWrite): string {
  if (write.how === 'maybeCollection') return 'a deletecollection that may have hit it';
  if (write.unknown !== null) return unknownWords[write.unknown];
  if (write.changes === null) return 'first known state';
  const { paths, count } = write.changes;
  if (count === 0) return 'no field changed';
  const more = count > paths.length ? ` and ${count - paths.length} more` : '';
  return `${paths.join(', ')}${more}`;
}

export function verbWords({ event, how }: ObjectWrite): string {
  const verb = event.subresource === null ? (event.verb ?? 'no verb') : `${event.verb} ${event.subresource}`;
  return how === 'generated' ? `${verb} (name by the server)` : verb;
}

export function missingWords(count: number, first: boolean): string {
  const changes = count === 1 ? '1 change' : `${count} changes`;
  return first
    ? `At least ${changes} before this one ${count === 1 ? 'is' : 'are'} not in the record, by metadata.generation`
    : `At least ${changes} between these writes ${count === 1 ? 'is' : 'are'} not in the record, by metadata.generation`;
}
