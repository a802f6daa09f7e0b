import { classNames } from '@/components/ui/class-names';
import { splitForMiddle, visibleParts, visibleText } from '@/components/ui/visible-text';

/** Any text from an event, as text: invisible characters as codes, isolated from the direction of its surroundings. */
export function VisibleText({ text }: { text: string }) {
  const parts = visibleParts(text);
  if (parts.length === 1 && parts[0]?.code === false) return <bdi>{text}</bdi>;
  return (
    <bdi>
      {parts.map((part, index) =>
        part.code ? (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
            key={index}
            className="mx-px rounded-sm border border-denied/60 px-0.5 text-xs text-denied-ink"
          >
            {part.text}
          </span>
        ) : (
          part.text
        ),
      )}
    </bdi>
  );
}

/** Characters of a value that a screen reader gets. */
const MOST_READ = 4096;

type ValueProps = { text: string; className?: string; mono?: boolean };

/**
 * One line of a value that gives way in the middle: its end stays, since the ends of names differ. The whole of it shows on
 * hover and focus (FullValueTip finds `data-full`).
 */
export function Value({ text, className, mono = false }: ValueProps) {
  const { head, tail, cut } = splitForMiddle(text);
  const split = tail !== '';
  return (
    <span
      data-full={visibleText(text.slice(0, MOST_READ))}
      data-cut={cut > 0 ? '' : undefined}
      className={classNames('inline-flex min-w-0 max-w-full whitespace-pre', mono && 'font-mono text-xs', className)}
    >
      {/* Two boxes side by side would be read as two words. */}
      {split ? <span className="sr-only select-none">{visibleText(text.slice(0, MOST_READ))}</span> : null}
      <span data-head className="overflow-hidden text-ellipsis" aria-hidden={split}>
        <VisibleText text={head} />
        {cut > 0 ? '…' : null}
      </span>
      {split ? (
        <span className="shrink-0" aria-hidden>
          <VisibleText text={tail} />
        </span>
      ) : null}
    </span>
  );
}
