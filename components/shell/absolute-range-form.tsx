'use client';

import { type FormEvent, useId, useState } from 'react';
import { parseTimeInput, timeInputText } from '@/components/shell/time-input';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import type { ShownZone } from '@/components/ui/format-time';
import type { TimeRange } from '@/lib/search/time-range';

type FormProps = {
  time: TimeRange;
  zone: ShownZone;
  onApply: (from: string | null, to: string | null) => void;
};

/** From and to as text, to the microsecond. What was typed stays when it is no time, with what was expected. */
export function AbsoluteRangeForm({ time, zone, onApply }: FormProps) {
  const [from, setFrom] = useState(() => timeInputText(time.from, zone));
  const [to, setTo] = useState(() => timeInputText(time.to, zone));
  const [problem, setProblem] = useState<string | null>(null);
  const problemId = useId();

  function apply(event: FormEvent) {
    event.preventDefault();
    const start = parseTimeInput(from, zone);
    const end = parseTimeInput(to, zone);
    if (start === undefined) return setProblem(`From: “${from}” is not a time.`);
    if (end === undefined) return setProblem(`To: “${to}” is not a time.`);
    if (start !== null && end !== null && start.startsWith('2') && end.startsWith('2') && start >= end) {
      return setProblem('From must be before To.');
    }
    onApply(start, end);
  }

  return (
    <form onSubmit={apply} className="flex flex-col gap-2">
      <TimeField
        label="From (inclusive)"
        value={from}
        onChange={setFrom}
        describedBy={problemId}
        placeholder="the beginning"
      />
      <TimeField label="To (exclusive)" value={to} onChange={setTo} describedBy={problemId} placeholder="now" />
      <p id={problemId} aria-live="polite" className={classNames('text-xs', problem ? 'text-danger' : 'text-faint')}>
        {problem ? `${problem} ` : ''}
        Such as 2026-11-21 03:25:03.502811 ({zone === 'utc' ? 'UTC' : 'local time'} unless it says its zone),
        2026-11-21, or now-90m. Empty is open.
      </p>
      <Button type="submit" variant="primary" className="self-start">
        Apply
      </Button>
    </form>
  );
}

type TimeFieldProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  describedBy: string;
  placeholder: string;
};

function TimeField({ label, value, onChange, describedBy, placeholder }: TimeFieldProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-xs font-medium text-muted">
        {label}
      </label>
      <input
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-describedby={describedBy}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        className="h-8 rounded-md border border-line-strong bg-surface px-2 font-mono text-xs placeholder:text-faint"
      />
    </div>
  );
}
