'use client';

import { Dialog } from '@/components/ui/dialog';

const groups: { title: string; keys: [string, string][] }[] = [
  {
    title: 'Everywhere',
    keys: [
      ['⌘K / Ctrl K', 'Commands'],
      ['g o', 'Overview'],
      ['g e', 'Events'],
      ['g w', 'Workloads'],
      ['g d', 'Deviations'],
      ['g p', 'Access'],
      ['g i', 'Imports'],
      ['g s', 'Sources'],
      ['t', 'Time range'],
      ['?', 'This sheet'],
      ['Esc', 'Close the innermost'],
    ],
  },
  {
    title: 'Event table',
    keys: [
      ['j / k, ↓ / ↑', 'Next, previous event'],
      ['← / →', 'Cell to the left, right'],
      ['Enter', 'Open the event'],
      ['f', 'Filter for the cell’s value'],
      ['Shift F', 'Filter out the cell’s value'],
      ['c', 'Copy the cell’s value'],
      ['l', 'Follow new events, or stop'],
    ],
  },
  {
    title: 'Query',
    keys: [
      ['/', 'To the query'],
      ['↓ / ↑', 'Suggestions; Enter takes one'],
      ['Enter', 'Apply'],
      ['Esc', 'Close the suggestions, then as it was'],
    ],
  },
  {
    title: 'Facets',
    keys: [
      ['g f', 'Find a facet'],
      ['Enter', 'Include the value, or take it back'],
      ['Alt Enter, Alt click', 'Exclude the value'],
    ],
  },
  {
    title: 'Object history',
    keys: [
      ['j / k', 'Next, previous write'],
      ['n / p', 'Next, previous change'],
    ],
  },
  {
    title: 'Chart',
    keys: [
      ['h', 'To the chart'],
      ['← / →', 'Read the next bar'],
      ['Shift ← / →', 'Select bars'],
      ['Enter', 'Zoom to the selection'],
      ['x, Shift drag', 'Explain the selection'],
      ['Esc', 'Clear the selection'],
    ],
  },
];

export function ShortcutsSheet({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts" className="w-[640px]">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section className="grid grid-cols-2 gap-x-8 gap-y-5 overflow-auto p-4" aria-label="Shortcuts" tabIndex={0}>
        {groups.map((group) => (
          <section key={group.title}>
            <h3 className="mb-1 text-xs font-semibold text-faint">{group.title}</h3>
            <dl>
              {group.keys.map(([keys, words]) => (
                <div key={keys} className="flex h-7 items-center justify-between gap-3">
                  <dt>{words}</dt>
                  <dd>
                    <kbd className="rounded border border-line-strong bg-sunken px-1.5 py-px font-mono text-xs text-muted">
                      {keys}
                    </kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </section>
    </Dialog>
  );
}
