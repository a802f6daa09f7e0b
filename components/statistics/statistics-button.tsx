'use client';

import { ChartBarDecreasing } from 'lucide-react';
import { useState } from 'react';
import { StatisticsDialog } from '@/components/statistics/statistics-dialog';
import { IconButton } from '@/components/ui/button';

type StatisticsButtonProps = {
  /** A field of the index, or a dotted path into the event. */
  field: string;
  label: string;
};

/** Opens the statistics of a field under the filter of the page. */
export function StatisticsButton({ field, label }: StatisticsButtonProps) {
  const [open, setOpen] = useState(false);
  // A tree of JSON has hundreds of these: the dialog exists from the first time on.
  const [wanted, setWanted] = useState(false);
  return (
    <>
      <IconButton
        size="sm"
        label={`Statistics of ${label}`}
        aria-haspopup="dialog"
        onClick={() => {
          setWanted(true);
          setOpen(true);
        }}
      >
        <ChartBarDecreasing size={12} aria-hidden />
      </IconButton>
      {wanted ? <StatisticsDialog field={field} label={label} open={open} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
