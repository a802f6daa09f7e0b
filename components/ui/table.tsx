import type { ComponentProps } from 'react';
import { classNames } from '@/components/ui/class-names';

/**
 * A plain table for up to some hundred rows: 28 px rows, hairlines, and a header that says what stands below, and stays
 * while the rows scroll by. Its line is a shadow: a collapsed border would be left behind.
 */
export function Table({ className, ...rest }: ComponentProps<'table'>) {
  return (
    <table
      className={classNames(
        'w-full border-collapse text-sm [:where(&>thead)]:sticky [:where(&>thead)]:top-0 [:where(&>thead)]:z-10 [:where(&>thead)]:bg-surface',
        className,
      )}
      {...rest}
    />
  );
}

type Align = { align?: 'left' | 'right' };

export function Th({ className, align = 'left', scope = 'col', ...rest }: Omit<ComponentProps<'th'>, 'align'> & Align) {
  return (
    <th
      scope={scope}
      className={classNames(
        'h-7 px-2 text-xs font-medium whitespace-nowrap text-faint shadow-[inset_0_-1px_var(--line)] first:pl-3 last:pr-3',
        align === 'right' ? 'text-right' : 'text-left',
        className,
      )}
      {...rest}
    />
  );
}

export function Td({ className, align = 'left', ...rest }: Omit<ComponentProps<'td'>, 'align'> & Align) {
  return (
    <td
      className={classNames(
        'h-7 border-b border-line/60 px-2 first:pl-3 last:pr-3',
        align === 'right' && 'text-right',
        className,
      )}
      {...rest}
    />
  );
}
