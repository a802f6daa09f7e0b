'use client';

import { Clock } from 'lucide-react';
import { useState } from 'react';
import { AbsoluteRangeForm } from '@/components/shell/absolute-range-form';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { describeTimeRange, timePresets } from '@/components/shell/time-range-words';
import { useShortcuts } from '@/components/shell/use-shortcuts';
import { buttonClass } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { useShownZone } from '@/components/ui/use-shown-zone';
import { withTime } from '@/lib/search/filter-values';

/** The window of the page, always in words, and the zone that times are shown in. `t` opens it. */
export function TimeRangePicker() {
  const { filter, setFilter } = useFilterNavigation();
  const [zone, setZone] = useShownZone();
  const [open, setOpen] = useState(false);
  useShortcuts({ t: () => setOpen(true) });
  const words = describeTimeRange(filter.time, zone);

  function choose(from: string | null, to: string | null) {
    setOpen(false);
    setFilter(withTime(filter, from, to));
  }

  return (
    <div className="flex items-center">
      <Popover open={open} onOpenChange={setOpen}>
        <PopoverTrigger
          className={classNames(buttonClass(), 'rounded-r-none')}
          aria-label={`Time range: ${words}`}
          title="Time range (t)"
        >
          <Clock size={14} aria-hidden className="text-muted" />
          <span>{words}</span>
        </PopoverTrigger>
        <PopoverContent title="Time range" align="end" className="w-[460px]">
          <div className="grid grid-cols-[150px_1fr] gap-4">
            <ul className="flex flex-col gap-0.5">
              <PresetItem words="All time" current={words === 'All time'} onChoose={() => choose(null, null)} />
              {timePresets.map((preset) => (
                <PresetItem
                  key={preset.from}
                  words={preset.words}
                  current={words === preset.words}
                  onChoose={() => choose(preset.from, null)}
                />
              ))}
            </ul>
            <AbsoluteRangeForm time={filter.time} zone={zone} onApply={choose} />
          </div>
        </PopoverContent>
      </Popover>
      <button
        type="button"
        onClick={() => setZone(zone === 'utc' ? 'local' : 'utc')}
        title={zone === 'utc' ? 'Times are in UTC; show local time' : 'Times are in local time; show UTC'}
        className={classNames(buttonClass(), 'w-14 rounded-l-none border-l-0 text-muted')}
      >
        {zone === 'utc' ? 'UTC' : 'Local'}
        <span className="sr-only">, change the zone of times</span>
      </button>
    </div>
  );
}

function PresetItem({ words, current, onChoose }: { words: string; current: boolean; onChoose: () => void }) {
  return (
    <li>
      <button
        type="button"
        aria-pressed={current}
        onClick={onChoose}
        className={classNames(
          'h-7 w-full rounded-md px-2 text-left text-sm hover:bg-hover',
          current && 'bg-selected font-medium',
        )}
      >
        {words}
      </button>
    </li>
  );
}
