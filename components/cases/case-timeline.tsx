'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import type { CasePart } from '@/components/cases/case-part';
import { PinCard } from '@/components/cases/pin-card';
import { orderPins, pinOrders } from '@/components/cases/pin-order';
import { classNames } from '@/components/ui/class-names';
import { formatPlural } from '@/components/ui/format-number';
import { Panel } from '@/components/ui/panel';

/** What is pinned, by the time at which it happened or the time at which it was found. */
export function CaseTimeline({ shown, change }: CasePart) {
  const [order, setOrder] = useQueryState('sort', parseAsStringLiteral(pinOrders).withDefault('happened'));
  return (
    <Panel
      title={
        <>
          Timeline <span className="font-normal text-muted">{formatPlural(shown.pins.length, 'pin')}</span>
        </>
      }
      aside={
        <fieldset className="flex overflow-hidden rounded-md border border-line-strong">
          <legend className="sr-only">In the order in which things</legend>
          {pinOrders.map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={order === name}
              onClick={() => void setOrder(name)}
              className={classNames(
                'h-6 border-l border-line-strong px-2 text-xs first:border-l-0',
                order === name ? 'bg-selected font-medium' : 'text-muted hover:bg-hover',
              )}
            >
              {name === 'happened' ? 'As it happened' : 'As it was found'}
            </button>
          ))}
        </fieldset>
      }
    >
      {shown.pins.length === 0 ? (
        <p className="p-3 text-sm text-muted">
          Nothing pinned yet. Open an event and choose “Add to case”; queries are added from the list of events,
          histories and charts from their own pages.
        </p>
      ) : (
        <ol>
          {orderPins(shown.pins, order).map((pin) => (
            <li key={pin.id} className="border-b border-line last:border-b-0">
              <PinCard pin={pin} open={shown.status === 'open'} change={change} />
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
