'use client';

import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { jsonTarget } from '@/components/events/json-target';
import { RedactedText } from '@/components/events/redacted-text';
import { ValueActions } from '@/components/events/value-actions';
import { StatisticsButton } from '@/components/statistics/statistics-button';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { formatPlural } from '@/components/ui/format-number';
import { VisibleText } from '@/components/ui/value';
import type { EventRow } from '@/lib/search/event-answers';

type NodeProps = {
  name: string;
  value: unknown;
  path: string[];
  /** The path without the places in arrays: what a query and statistics name. */
  field: string[];
  row: EventRow;
};

/** Small objects near the top stand open; all else is rendered only when somebody opens it. */
const OPEN_DEPTH = 2;
const OPEN_ENTRIES = 12;
const ENTRIES_AT_ONCE = 100;
const LEAF_CHARACTERS = 600;

export function JsonNode({ name, value, path, field, row }: NodeProps) {
  const entries = entriesOf(value);
  if (entries === null || entries.length === 0)
    return <JsonLeaf name={name} value={value} path={path} field={field} row={row} />;
  return <JsonBranch name={name} value={value} entries={entries} path={path} field={field} row={row} />;
}

function entriesOf(value: unknown): [string, unknown][] | null {
  if (Array.isArray(value)) return value.map((item, index) => [String(index), item]);
  return typeof value === 'object' && value !== null ? Object.entries(value) : null;
}

function JsonBranch({ name, value, entries, path, field, row }: NodeProps & { entries: [string, unknown][] }) {
  const [open, setOpen] = useState(path.length < OPEN_DEPTH && entries.length <= OPEN_ENTRIES);
  const [shown, setShown] = useState(ENTRIES_AT_ONCE);
  const kind = Array.isArray(value) ? formatPlural(entries.length, 'item') : formatPlural(entries.length, 'key');
  return (
    <li>
      <div className="group/value flex min-h-6 items-center">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex min-w-0 flex-1 items-center gap-1 rounded text-left hover:bg-hover"
        >
          <ChevronRight size={12} aria-hidden className={classNames('shrink-0 text-faint', open && 'rotate-90')} />
          <span className="text-muted">
            <VisibleText text={name} />
          </span>
          <span className="text-faint">{kind}</span>
        </button>
        <ValueActions label={name} copy={JSON.stringify(value, null, 2)} target={null} />
      </div>
      {open ? (
        <ul className="ml-1.5 border-l border-line pl-3">
          {entries.slice(0, shown).map(([key, child]) => (
            <JsonNode
              key={key}
              name={key}
              value={child}
              path={[...path, key]}
              field={Array.isArray(value) ? field : [...field, key]}
              row={row}
            />
          ))}
          {entries.length > shown ? (
            <li>
              <Button size="sm" variant="ghost" onClick={() => setShown(shown + ENTRIES_AT_ONCE)}>
                {formatPlural(entries.length - shown, 'more entry', 'more entries')}
              </Button>
            </li>
          ) : null}
        </ul>
      ) : null}
    </li>
  );
}

function JsonLeaf({ name, value, path, field, row }: NodeProps) {
  const [whole, setWhole] = useState(false);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const cut = !whole && text.length > LEAF_CHARACTERS;
  return (
    <li className="group/value flex min-h-6 items-start gap-1 rounded pl-4 hover:bg-hover">
      <span className="shrink-0 py-0.5 text-muted">
        <VisibleText text={name} />
      </span>
      <span
        className={classNames(
          'min-w-0 flex-1 py-0.5 pl-1 break-all whitespace-pre-wrap',
          typeof value === 'string' ? 'text-ink' : 'text-accent',
        )}
      >
        <RedactedText text={cut ? text.slice(0, LEAF_CHARACTERS) : text} />
        {cut ? (
          <Button size="sm" variant="ghost" onClick={() => setWhole(true)}>
            … whole value
          </Button>
        ) : null}
      </span>
      <ValueActions label={name} copy={text} target={jsonTarget(row, path, value)}>
        <StatisticsButton field={field.join('.')} label={field.join('.')} />
      </ValueActions>
    </li>
  );
}
