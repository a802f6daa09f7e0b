'use client';

import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { floatingClass } from '@/components/ui/popover';

const itemClass =
  'flex h-7 cursor-default items-center gap-2 rounded-md px-2 outline-none select-none data-highlighted:bg-hover data-disabled:text-faint';

export const Menu = Base.Root;
export const MenuTrigger = Base.Trigger;
export const MenuRadioGroup = Base.RadioGroup;

type ContentProps = {
  children: ReactNode;
  className?: string;
  align?: ComponentProps<typeof Base.Positioner>['align'];
};

export function MenuContent({ children, className, align = 'end' }: ContentProps) {
  return (
    <Base.Portal>
      <Base.Positioner sideOffset={6} align={align} className="z-50">
        <Base.Popup className={classNames(floatingClass, 'max-h-[70vh] min-w-40 overflow-auto p-1', className)}>
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}

export function MenuItem({ className, ...rest }: ComponentProps<typeof Base.Item> & { className?: string }) {
  return <Base.Item className={classNames(itemClass, className)} {...rest} />;
}

export function MenuRadioItem({ children, ...rest }: ComponentProps<typeof Base.RadioItem>) {
  return (
    <Base.RadioItem className={classNames(itemClass, 'pl-1')} {...rest}>
      <CheckColumn>
        <Base.RadioItemIndicator>
          <Check size={14} aria-hidden />
        </Base.RadioItemIndicator>
      </CheckColumn>
      {children}
    </Base.RadioItem>
  );
}

function CheckColumn({ children }: { children: ReactNode }) {
  return <span className="flex w-5 justify-center text-accent">{children}</span>;
}
