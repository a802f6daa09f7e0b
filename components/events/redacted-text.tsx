import { VisibleText } from '@/components/ui/value';
import { MARK_PREFIX, MARKS_IN_TEXT } from '@/lib/audit/redaction/redaction-mark';

/** Digits of the hash that are shown: enough to see that two secrets of an event are the same. */
const SHOWN_DIGITS = 8;

/** A text of an event in which secrets were replaced: each place is marked, and says why. */
export function RedactedText({ text }: { text: string }) {
  const parts = partsOf(text);
  if (parts.length === 1 && parts[0]?.mark === false) return <VisibleText text={text} />;
  return parts.map(({ mark, text: part, start }) =>
    mark ? <RedactedChip key={start} mark={part} /> : <VisibleText key={start} text={part} />,
  );
}

function RedactedChip({ mark }: { mark: string }) {
  return (
    <span
      title="A secret was here. It was replaced by a keyed hash before anything was stored; equal secrets have equal hashes."
      className="mx-0.5 inline-flex items-center gap-1 rounded-sm border border-line-strong bg-sunken px-1 font-sans text-xs whitespace-nowrap text-ink"
    >
      redacted <span className="font-mono text-muted">{mark.slice(MARK_PREFIX.length).slice(0, SHOWN_DIGITS)}</span>
    </span>
  );
}

function partsOf(text: string): { mark: boolean; text: string; start: number }[] {
  const parts = [];
  let end = 0;
  for (const { 0: mark, index } of text.matchAll(MARKS_IN_TEXT)) {
    if (index > end) parts.push({ mark: false, text: text.slice(end, index), start: end });
    parts.push({ mark: true, text: mark, start: index });
    end = index + mark.length;
  }
  if (end < text.length || parts.length === 0) parts.push({ mark: false, text: text.slice(end), start: end });
  return parts;
}
