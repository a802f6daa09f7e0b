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
            className="mx-px rounded-sm border border-denied/60 px-0.5 text-[0.82em] text-denied-ink"
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

type ValueProps = { text: string; className?: string; mono?: boolean };

/**
 * One line of a value that gives way in the middle: its end stays, since the ends of names differ. The whole of it shows on
 * hover and focus (FullValueTip finds `data-full`).
 */
export function Value({ text, className, mono = false }: ValueProps) {
  const { head, tail, cut } = splitForMiddle(text);
  return (
    <span
      data-full={visibleText(text.length > 4096 ? `${text.slice(0, 4096)}…` : text)}
      data-cut={cut > 0 ? '' : undefined}
      className={classNames('inline-flex min-w-0 max-w-full whitespace-pre', mono && 'font-mono text-xs', className)}
    >
      <span className="truncate">
        <VisibleText text={head} />
        {cut > 0 ? '…' : null}
      </span>
      {tail === '' ? null : (
        <span className="shrink-0">
          <VisibleText text={tail} />
        </span>
      )}
    </span>
  );
}
