'use client';

import { ChevronDown, ChevronUp, Columns3 } from 'lucide-react';
import { type ColumnSet, sameColumns, withColumnMoved, withColumnShown } from '@/components/events/column-state';
import { Button, buttonClass, IconButton } from '@/components/ui/button';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';

type ChooserProps<Id extends string> = { set: ColumnSet<Id>; columns: Id[]; onChange: (columns: Id[]) => void };

/** Which columns are shown and in which order. */
export function ColumnChooser<Id extends string>({ set, columns, onChange }: ChooserProps<Id>) {
  const hidden = set.all.filter((column) => !columns.includes(column.id)).map((column) => column.id);
  const labelOf = (id: Id) => set.all.find((column) => column.id === id)?.label ?? id;
  return (
    <Popover>
      <PopoverTrigger className={buttonClass('ghost', 'sm')}>
        <Columns3 size={13} aria-hidden />
        Columns
      </PopoverTrigger>
      <PopoverContent title="Columns" align="end" className="w-64">
        <ul aria-label="Columns">
          {[...columns, ...hidden].map((id) => (
            <li key={id} className="flex h-7 items-center gap-1">
              <label className="flex min-w-0 flex-1 items-center gap-2">
                <input
                  type="checkbox"
                  className="accent-(--accent)"
                  checked={columns.includes(id)}
                  onChange={(event) => onChange(withColumnShown(columns, id, event.target.checked))}
                />
                {labelOf(id)}
              </label>
              {columns.includes(id) ? (
                <>
                  <IconButton
                    size="sm"
                    label={`Move ${labelOf(id)} to the left`}
                    disabled={columns[0] === id}
                    onClick={() => onChange(withColumnMoved(columns, id, -1))}
                  >
                    <ChevronUp size={13} aria-hidden />
                  </IconButton>
                  <IconButton
                    size="sm"
                    label={`Move ${labelOf(id)} to the right`}
                    disabled={columns.at(-1) === id}
                    onClick={() => onChange(withColumnMoved(columns, id, 1))}
                  >
                    <ChevronDown size={13} aria-hidden />
                  </IconButton>
                </>
              ) : null}
            </li>
          ))}
        </ul>
        {sameColumns(columns, set.standard) ? null : (
          <Button className="mt-2" size="sm" onClick={() => onChange([...set.standard])}>
            Default columns
          </Button>
        )}
      </PopoverContent>
    </Popover>
  );
}
