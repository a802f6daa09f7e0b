import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

type Variant = 'primary' | 'secondary' | 'ghost' | 'danger';
type Size = 'sm' | 'md';

const variants: Record<Variant, string> = {
  primary: 'bg-accent text-accent-ink hover:bg-accent-strong border border-transparent font-medium',
  secondary: 'bg-surface text-ink border border-line-strong hover:bg-hover',
  ghost: 'bg-transparent text-muted border border-transparent hover:bg-hover hover:text-ink',
  danger: 'bg-surface text-danger border border-line-strong hover:bg-hover',
};

const sizes: Record<Size, string> = { sm: 'h-6 px-2 text-xs gap-1', md: 'h-7 px-2.5 text-sm gap-1.5' };

/** The look of a button, for links that act like one. */
export function buttonClass(variant: Variant = 'secondary', size: Size = 'md'): string {
  return classNames(
    'inline-flex shrink-0 items-center justify-center rounded-md whitespace-nowrap select-none',
    'transition-colors duration-100 disabled:opacity-50 aria-disabled:opacity-50',
    variants[variant],
    sizes[size],
  );
}

type ButtonProps = ComponentProps<'button'> & { variant?: Variant; size?: Size };

export function Button({ variant, size, className, type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={classNames(buttonClass(variant, size), className)} {...rest} />;
}

type IconButtonProps = Omit<ButtonProps, 'children' | 'aria-label'> & { label: string; children: ReactNode };

/** A button that is only an icon: `label` is its name for screen readers and its tooltip. */
export function IconButton({
  label,
  variant = 'ghost',
  size = 'md',
  className,
  type = 'button',
  ...rest
}: IconButtonProps) {
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      className={classNames(buttonClass(variant, size), size === 'sm' ? 'w-6 px-0!' : 'w-7 px-0!', className)}
      {...rest}
    />
  );
}
