'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { buttonClass } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';

type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  children: ReactNode;
  className?: string;
  /** Where it stands: in the middle, or as a drawer along the left edge. */
  place?: 'center' | 'top' | 'left';
  hideTitle?: boolean;
};

const places = {
  center: 'top-1/2 left-1/2 -translate-x-1/2 -translate-y-1/2 rounded-xl border max-h-[84vh] w-[560px]',
  top: 'top-[12vh] left-1/2 -translate-x-1/2 rounded-xl border max-h-[70vh] w-[600px]',
  left: 'top-0 left-0 h-full border-r w-[320px]',
};

/** A modal dialog or drawer. Esc and a click outside close it; focus returns to where it came from. */
export function Dialog({ open, onOpenChange, title, children, className, place = 'center', hideTitle }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/35 transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          className={classNames(
            'fixed z-50 flex max-w-[94vw] flex-col overflow-hidden border-line bg-raised text-ink shadow-pop outline-none',
            'transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0',
            places[place],
            className,
          )}
        >
          <div
            className={
              hideTitle ? 'sr-only' : 'flex h-12 shrink-0 items-center justify-between border-b border-line pr-2 pl-4'
            }
          >
            <Base.Title className="text-base font-semibold">{title}</Base.Title>
            {hideTitle ? null : (
              <Base.Close className={classNames(buttonClass('ghost'), 'w-7 px-0!')} aria-label="Close">
                <X size={16} aria-hidden />
              </Base.Close>
            )}
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
