import { formatCount } from '@/components/ui/format-number';
import { VisibleText } from '@/components/ui/value';

/** Says in the evidence of an event which of its values are not the original's. */
export function RedactedPaths({ paths }: { paths: readonly string[] }) {
  return (
    <div className="px-4 pt-2 text-xs">
      <p>
        {paths.length === 1 ? '1 secret of this event was' : `${formatCount(paths.length)} secrets of this event were`}{' '}
        replaced by a keyed hash before it was stored. The evidence holds it so:
      </p>
      <ul className="max-h-40 overflow-auto py-1 font-mono break-all text-muted">
        {paths.map((path, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the paths of one event never move, and two can be the same
          <li key={place}>
            <VisibleText text={path} />
          </li>
        ))}
      </ul>
    </div>
  );
}
