'use client';

import { Popover as Base } from '@base-ui/react/popover';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

/** Common look of everything that floats over the page. */
export const floatingClass =
  'rounded-lg border border-line bg-raised text-ink shadow-pop outline-none text-sm ' +
  'transition-opacity duration-100 data-starting-style:opacity-0 data-ending-style:opacity-0';

export const Popover = Base.Root;
export const PopoverTrigger = Base.Trigger;

type ContentProps = {
  children: ReactNode;
  title: string;
  className?: string;
  align?: ComponentProps<typeof Base.Positioner>['align'];
  side?: ComponentProps<typeof Base.Positioner>['side'];
};

/** The popover's box; `title` names it for screen readers. */
export function PopoverContent({ children, title, className, align = 'start', side = 'bottom' }: ContentProps) {
  return (
    <Base.Portal>
      <Base.Positioner sideOffset={6} align={align} side={side} className="z-50">
        <Base.Popup className={classNames(floatingClass, 'max-h-[80vh] overflow-auto p-3', className)}>
          <Base.Title className="sr-only">{title}</Base.Title>
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}
