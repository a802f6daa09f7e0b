import { classNames } from '@/components/ui/class-names';

/** A grey bar of the size of what will come; give it the size by className. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={classNames('block animate-pulse rounded bg-line/70', className)} />;
}
