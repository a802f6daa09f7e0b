'use client';

import { createParser, useQueryState } from 'nuqs';
import { useMemo } from 'react';
import { type ColumnSet, parseColumns, sameColumns, serializeColumns } from '@/components/events/column-state';

/** The shown columns in their order; in the URL, as `key`, only where they are not the default. */
export function useColumns<Id extends string>(key: string, set: ColumnSet<Id>): [Id[], (columns: Id[]) => void] {
  const parser = useMemo(
    () =>
      createParser<Id[]>({
        parse: (text) => parseColumns(text, set),
        serialize: serializeColumns,
        eq: sameColumns,
      })
        .withDefault([...set.standard])
        .withOptions({ history: 'replace' }),
    [set],
  );
  const [columns, setColumns] = useQueryState(key, parser);
  return [columns, (next) => void setColumns(sameColumns(next, set.standard) ? null : next)];
}
