import { useId } from 'react';

type Choice<Value extends string> = { value: Value; label: string; hint?: string };

type GroupProps<Value extends string> = {
  legend: string;
  choices: readonly Choice<Value>[];
  value: Value;
  onChange: (value: Value) => void;
};

/** One of a few, each with what it means; arrow keys go through them. */
export function ChoiceGroup<Value extends string>({ legend, choices, value, onChange }: GroupProps<Value>) {
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-xs font-semibold text-muted">{legend}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className="flex min-h-7 items-baseline gap-2 rounded-md px-1 py-0.5 hover:bg-hover">
          <input
            type="radio"
            name={name}
            className="translate-y-0.5 accent-(--accent)"
            checked={value === choice.value}
            onChange={() => onChange(choice.value)}
          />
          <span className="w-24 shrink-0">{choice.label}</span>
          {choice.hint ? <span className="text-xs text-muted">{choice.hint}</span> : null}
        </label>
      ))}
    </fieldset>
  );
}
