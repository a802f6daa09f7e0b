'use client';

import { Search } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { rowFieldLabels } from '@/components/events/filter-conditions';
import { useFilterNavigation } from '@/components/shell/filter-navigation';

type RowField = keyof typeof rowFieldLabels;

const placeholders: Record<RowField, string> = {
  name: 'Object name, * for anything',
  auditID: 'Audit ID',
  text: 'Text in the original event',
};

function isRowField(text: string): text is RowField {
  return Object.hasOwn(rowFieldLabels, text);
}

/** Fields with too many values for a facet: object name, audit ID, and text anywhere in the original. */
export function RowSearch() {
  const { filter, setFilter } = useFilterNavigation();
  const [field, setField] = useState<RowField>('name');
  const [value, setValue] = useState('');

  function search(event: FormEvent) {
    event.preventDefault();
    if (value.trim() === '') return;
    setFilter({ ...filter, [field]: value.trim() });
    setValue('');
  }

  return (
    <search>
      <form
        onSubmit={search}
        className="flex h-7 w-72 shrink-0 items-center rounded-md border border-line-strong bg-surface"
      >
        <Search size={13} aria-hidden className="ml-2 shrink-0 text-faint" />
        <select
          aria-label="Search in"
          value={field}
          onChange={(event) => isRowField(event.target.value) && setField(event.target.value)}
          className="h-full rounded-md bg-surface pl-1 text-xs text-muted"
        >
          {Object.entries(rowFieldLabels).map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
        <input
          aria-label={rowFieldLabels[field]}
          value={value}
          onChange={(event) => setValue(event.target.value)}
          placeholder={placeholders[field]}
          spellCheck={false}
          className="h-full min-w-0 flex-1 rounded-md bg-transparent px-2 text-xs placeholder:text-faint"
        />
      </form>
    </search>
  );
}
