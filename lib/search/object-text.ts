/** What a request was about, in one cell: the same words in the table and in what is exported from it. */
import type { EventRow } from '@/lib/search/event-answers';

type Row = Pick<EventRow, 'resource' | 'subresource' | 'namespace' | 'name'>;

/** "pods/log payments/api-7c", "nodes worker-1", or the path of a request that names no object. */
export function objectText(row: Row): string | null {
  if (row.resource === null) return row.name;
  const kind = row.subresource === null ? row.resource : `${row.resource}/${row.subresource}`;
  const place = placeText(row);
  return place === '' ? kind : `${kind} ${place}`;
}

/** "payments/api-7c", "worker-1", and "payments/" for a whole namespace: a namespace alone would read as a name. */
export function placeText({ namespace, name }: Pick<Row, 'namespace' | 'name'>): string {
  return `${namespace === null ? '' : `${namespace}/`}${name ?? ''}`;
}
