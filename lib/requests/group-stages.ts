/**
 * Events to requests. Stages of one request share auditID and requestReceivedTimestamp. Clients can choose the auditID, so
 * who, what and from where must be the same too, and where a stage comes twice nobody can say which belong together: then
 * each event stands for itself.
 */
import type { EventRow } from '@/lib/search/event-answers';

export type Stage = { at: number; auditKey: string; event: EventRow };

export const stageOrder = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'];

export type StageGroup<T extends Stage> = { stages: T[]; reused: boolean };

/** Groups in the order of their first event; the stages of each in the API server's order. */
export function groupStages<T extends Stage>(events: readonly T[]): StageGroup<T>[] {
  const groups = new Map<string, T[]>();
  for (const event of events) {
    const key = keyOf(event);
    const group = groups.get(key);
    if (group) group.push(event);
    else groups.set(key, [event]);
  }
  return [...groups.values()].flatMap((group): StageGroup<T>[] => {
    const reused = new Set(group.map(({ event }) => event.stage)).size < group.length;
    if (reused) return group.map((event) => ({ stages: [event], reused }));
    return [{ stages: group.sort((a, b) => placeOf(a) - placeOf(b)), reused }];
  });
}

function keyOf({ at, auditKey, event }: Stage): string {
  const { cluster, user, verb, sourceIP, resource, apiGroup, subresource, namespace } = event;
  return JSON.stringify([at, auditKey, cluster, user, verb, sourceIP, resource, apiGroup, subresource, namespace]);
}

function placeOf({ event }: Stage): number {
  const place = stageOrder.indexOf(event.stage ?? '');
  return place < 0 ? stageOrder.length : place;
}
