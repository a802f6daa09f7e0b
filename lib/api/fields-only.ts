import type { EventFilter } from '@/lib/search/event-filter';
import { badRequest } from './api-error';

/** The filter, where it has nothing but conditions on fields and a window. Throws the 400 that names what else it has. */
export function fieldsOnly(filter: EventFilter): EventFilter {
  const others = {
    name: filter.name,
    auditID: filter.auditID,
    text: filter.text,
    q: filter.expression === null ? null : 'q',
  };
  const problems = Object.entries(others).flatMap(([parameter, given]) =>
    given === null
      ? []
      : [{ parameter, given: given.slice(0, 200), message: 'expected only conditions on fields, from and to here' }],
  );
  if (problems.length > 0) throw badRequest(problems);
  return filter;
}
