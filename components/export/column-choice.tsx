import type { ColumnId } from '@/components/events/event-columns';
import { ChoiceGroup } from '@/components/export/choice-group';
import { type ExportChoices, originalColumns } from '@/components/export/export-choices';
import { formatPlural } from '@/components/ui/format-number';
import { type ExportColumnId, findExportColumn, standardColumns } from '@/lib/export/export-columns';

type ColumnChoiceProps = {
  choices: ExportChoices;
  shown: readonly ColumnId[];
  onChange: (part: Partial<ExportChoices>) => void;
};

const hints: Partial<Record<ExportColumnId, string>> = {
  requestURI: 'with its query',
  stageTimestamp: 'when the stage was reached',
  event: 'the whole event as text',
};

/** The columns of a table: the list's own or all, and what has to be read out of the originals. */
export function ColumnChoice({ choices, shown, onChange }: ColumnChoiceProps) {
  const { columns, originals, format, bom } = choices;
  const toggle = (id: ExportColumnId, on: boolean) =>
    onChange({ originals: originalColumns.filter((other) => (other === id ? on : originals.includes(other))) });
  return (
    <div className="flex flex-col">
      <ChoiceGroup
        legend="Columns"
        value={columns}
        onChange={(next) => onChange({ columns: next })}
        choices={[
          { value: 'table', label: 'As shown', hint: `${formatPlural(shown.length, 'column')} of the list` },
          { value: 'all', label: 'All', hint: formatPlural(standardColumns.length, 'column') },
        ]}
      />
      <fieldset className="mt-1">
        <legend className="sr-only">Also, out of each original</legend>
        {originalColumns.map((id) => (
          <Check
            key={id}
            label={findExportColumn(id)?.label ?? id}
            hint={hints[id]}
            checked={originals.includes(id)}
            onChange={(on) => toggle(id, on)}
          />
        ))}
        {format === 'csv' ? (
          <Check
            label="Byte order mark"
            hint="Excel then knows that it is UTF-8"
            checked={bom}
            onChange={(on) => onChange({ bom: on })}
          />
        ) : null}
      </fieldset>
    </div>
  );
}

type CheckProps = { label: string; hint: string | undefined; checked: boolean; onChange: (on: boolean) => void };

function Check({ label, hint, checked, onChange }: CheckProps) {
  return (
    <label className="flex min-h-7 items-baseline gap-2 rounded-md px-1 py-0.5 hover:bg-hover">
      <input
        type="checkbox"
        className="translate-y-0.5 accent-(--accent)"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className="w-40 shrink-0">{label}</span>
      <span className="text-xs text-muted">{hint}</span>
    </label>
  );
}
