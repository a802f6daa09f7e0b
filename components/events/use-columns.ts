'use client';

import { createParser, useQueryState } from 'nuqs';
import { parseColumns, sameColumns, serializeColumns } from '@/components/events/column-state';
import { type ColumnId, defaultColumns } from '@/components/events/event-columns';

const parser = createParser<ColumnId[]>({ parse: parseColumns, serialize: serializeColumns, eq: sameColumns })
  .withDefault([...defaultColumns])
  .withOptions({ history: 'replace' });

/** The shown columns in their order; in the URL only where they are not the default. */
export function useColumns(): [ColumnId[], (columns: ColumnId[]) => void] {
  const [columns, setColumns] = useQueryState('columns', parser);
  return [columns, (next) => void setColumns(sameColumns(next, defaultColumns) ? null : next)];
}
