import { Skeleton } from '@/components/ui/skeleton';

/** Room for the explanation while it is being counted. */
export function SpikeSkeleton() {
  return (
    <div role="status" aria-label="Explaining the window" className="flex flex-col gap-2 border-t border-line p-3">
      <Skeleton className="h-4 w-2/3" />
      <Skeleton className="h-32 w-full" />
    </div>
  );
}
