'use client';

import { type KeyboardEvent, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { Panel } from '@/components/ui/panel';

type WeekProps = { week: { requests: readonly number[]; hours: readonly number[] } };

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** The mean of each hour of the week as a shade; the same cells hold the numbers. Arrow keys go from cell to cell. */
export function WeekHeatMap({ week }: WeekProps) {
  const [numbers, setNumbers] = useState(false);
  const [current, setCurrent] = useState(0);
  const grid = useRef<HTMLTableElement>(null);
  const means = week.requests.map((sum, i) => ((week.hours[i] ?? 0) > 0 ? sum / (week.hours[i] as number) : null));
  const most = Math.max(1, ...means.map((mean) => mean ?? 0));

  function onKeyDown(event: KeyboardEvent) {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 24, ArrowUp: -24 };
    const next = current + (steps[event.key] ?? 0);
    if (next === current || next < 0 || next >= means.length) return;
    event.preventDefault();
    setCurrent(next);
    grid.current?.querySelector<HTMLElement>(`[data-hour="${next}"]`)?.focus();
  }

  return (
    <Panel
      title="Hours of the week"
      aside={
        <Button size="sm" variant="ghost" aria-pressed={numbers} onClick={() => setNumbers(!numbers)}>
          {numbers ? 'As shades' : 'As numbers'}
        </Button>
      }
    >
      <div className="overflow-x-auto px-3 pt-2 pb-3">
        <table
          ref={grid}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table of which the cells are gone through by arrow keys is a grid
          role="grid"
          aria-label="Mean requests in each hour of the week, UTC"
          onKeyDown={onKeyDown}
          onFocus={(event) => setCurrent(Number(event.target.dataset.hour ?? current))}
          className="w-full table-fixed border-separate border-spacing-px text-xs"
        >
          <thead>
            <tr>
              <th className="w-9" scope="col">
                <span className="sr-only">Day</span>
              </th>
              {HOURS.map((hour) => (
                <th key={hour} scope="col" className="font-normal text-faint">
                  {numbers || hour % 3 === 0 ? hour : <span className="sr-only">{hour}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {DAYS.map((day, d) => (
              <tr key={day}>
                <th scope="row" className="text-left font-normal text-faint">
                  {day}
                </th>
                {HOURS.map((hour) => {
                  const place = d * 24 + hour;
                  const mean = means[place] ?? null;
                  return (
                    <td
                      key={hour}
                      data-hour={place}
                      tabIndex={place === current ? 0 : -1}
                      title={`${day} ${hour}:00 UTC: ${mean === null ? 'not seen yet' : `${meanWords(mean)} requests`}`}
                      className={`h-5 rounded-[2px] text-center ${mean === null && !numbers ? 'coverage-hatch opacity-35' : ''}`}
                      style={numbers || mean === null ? {} : { background: shadeOf(mean / most) }}
                    >
                      {numbers ? (
                        mean === null ? (
                          '–'
                        ) : (
                          meanWords(mean)
                        )
                      ) : (
                        <span className="sr-only">{mean === null ? 'not seen yet' : meanWords(mean)}</span>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
        <p className="mt-2 flex items-center gap-2 text-xs whitespace-nowrap text-muted">
          mean requests per hour, UTC: 0
          <span
            aria-hidden
            className="h-2.5 w-24 rounded-[2px]"
            style={{ background: `linear-gradient(to right, ${shadeOf(0)}, ${shadeOf(1)})` }}
          />
          {meanWords(most)}
        </p>
      </div>
    </Panel>
  );
}

/** By the square root: a quiet night next to a busy noon is still told from nothing. */
function shadeOf(share: number): string {
  return `color-mix(in oklab, var(--accent) ${Math.round(Math.sqrt(share) * 85)}%, var(--sunken))`;
}

function meanWords(mean: number): string {
  return mean < 10 ? String(Number(mean.toFixed(1))) : formatCount(Math.round(mean));
}
