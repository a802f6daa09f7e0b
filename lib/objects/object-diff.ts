/** The difference of the states that two events left their object in. */
import { readField } from '@/lib/audit/untrusted';
import { diffStates } from '@/lib/objects/diff-states';
import type { ObjectDiff } from '@/lib/objects/history-answers';
import { stateOf } from '@/lib/objects/object-state';
import { getEventDetail } from '@/lib/search/event-detail';

/** An event that is not there, or that has no state of the object: which, and why. */
export class NoStateError extends Error {
  override name = 'NoStateError';
}

/** `before` null: there was nothing before. Throws NoStateError. */
export async function getObjectDiff(question: {
  name: string;
  before: string | null;
  after: string;
  context: number;
  bookkeeping: boolean;
}): Promise<ObjectDiff> {
  const [before, after] = await Promise.all([
    question.before === null ? null : readState(question.before, question.name),
    readState(question.after, question.name),
  ]);
  return diffStates(before, after, question);
}

async function readState(id: string, name: string): Promise<Record<string, unknown>> {
  const detail = await getEventDetail(id);
  if (detail === null) throw new NoStateError(`There is no event ${id.slice(0, 200)}.`);
  const read = stateOf(detail.event, name);
  if ('state' in read) return read.state.object;
  const verb = readField(detail.event, 'verb');
  throw new NoStateError(`The event ${id} (${String(verb).slice(0, 40)}) has no body with the whole object.`);
}
