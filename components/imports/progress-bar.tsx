import { classNames } from '@/components/ui/class-names';

type ProgressBarProps = { label: string; share: number | null; className?: string };

/** How far something is, 0 to 1; null where the end is not known. */
export function ProgressBar({ label, share, className }: ProgressBarProps) {
  const percent = share === null ? undefined : Math.floor(share * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={classNames('h-1.5 overflow-hidden rounded-full bg-line', className)}
    >
      <div
        style={{ width: share === null ? '33%' : `${share * 100}%` }}
        className={classNames(
          'h-full rounded-full bg-accent',
          share === null ? 'animate-[slide_1.6s_ease-in-out_infinite]' : 'transition-[width] duration-300',
        )}
      />
    </div>
  );
}
