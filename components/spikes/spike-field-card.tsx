import { SpikeValueRow } from '@/components/spikes/spike-value-row';
import { differenceWords, expectedWords } from '@/components/spikes/spike-words';
import { formatCount, formatPlural } from '@/components/ui/format-number';
import { findEventField } from '@/lib/audit/event-fields';
import type { Spike, SpikeField } from '@/lib/spikes/spike-answers';

/** One field: how much differs, and the values whose share changed most. */
export function SpikeFieldCard({ spike, of }: { spike: Spike; of: SpikeField }) {
  const field = findEventField(of.field);
  if (!field || spike.window === null) return null;
  const { other } = of;
  return (
    <section
      aria-label={`${field.label} in the window`}
      className="min-w-0 rounded-md border border-line bg-surface px-2 pt-1.5 pb-1"
    >
      <h3 className="flex items-baseline gap-2 px-1">
        <span className="text-xs font-semibold">{field.label}</span>
        <span className="min-w-0 flex-1 truncate text-xs text-faint">{differenceWords(of.difference)} differ</span>
        <span aria-hidden className="w-14 text-right text-xs text-faint">
          events
        </span>
        <span aria-hidden className="w-14 text-right text-xs text-faint">
          expected
        </span>
        <span aria-hidden className="w-12" />
      </h3>
      <ul>
        {of.values.map((value) => (
          <SpikeValueRow
            key={value.value ?? ''}
            field={field}
            value={value}
            total={spike.window?.total ?? 0}
            referenceTotal={spike.reference.total}
          />
        ))}
      </ul>
      {other.values > 0 ? (
        <p className="flex h-6 items-center gap-2 px-1 text-xs text-faint">
          <span className="min-w-0 flex-1 truncate">{formatPlural(other.values, 'other value')}</span>
          <span className="w-14 text-right">{formatCount(other.count)}</span>
          <span className="w-14 text-right">{expectedWords(expectedOther(spike, other.referenceCount))}</span>
          <span className="w-12" />
        </p>
      ) : null}
    </section>
  );
}

function expectedOther({ window, reference }: Spike, count: number): number | null {
  return window === null || reference.seconds === 0 ? null : (count * window.seconds) / reference.seconds;
}
