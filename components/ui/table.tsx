import type { ComponentProps } from 'react';
import { classNames } from '@/components/ui/class-names';

/** A plain table for up to some hundred rows: 28 px rows, hairlines, a header that says what stands below. */
export function Table({ className, ...rest }: ComponentProps<'table'>) {
  return <table className={classNames('w-full border-collapse text-sm', className)} {...rest} />;
}

type Align = { align?: 'left' | 'right' };

export function Th({ className, align = 'left', scope = 'col', ...rest }: Omit<ComponentProps<'th'>, 'align'> & Align) {
  return (
    <th
      scope={scope}
      className={classNames(
        'h-7 border-b border-line px-2 text-xs font-medium whitespace-nowrap text-faint first:pl-3 last:pr-3',
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
