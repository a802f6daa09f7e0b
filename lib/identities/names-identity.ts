import type { EventFilter } from '@/lib/search/event-filter';

/** Fields that say whose events these are, the most usual first. */
export const identityFields = ['user', 'impersonatedUser', 'workload'] as const;

/** Whether the filter is about somebody: a timeline of everybody would be the events screen. */
export function namesIdentity(filter: EventFilter): boolean {
  return identityFields.some((field) => (filter.conditions[field]?.include.length ?? 0) > 0);
}
