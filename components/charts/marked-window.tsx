import { plotInsets } from '@/components/charts/plot-insets';

type MarkedProps = {
  marked: { from: string; to: string };
  /** Start of the first bar and end of the last one. */
  from: string;
  to: string;
};

/** The part of the chart that something else on the page is about, framed. */
export function MarkedWindow({ marked, from, to }: MarkedProps) {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const place = (time: string) => Math.max(0, Math.min(100, ((Date.parse(time) - start) / (end - start)) * 100));
  const [left, right] = [place(marked.from), place(marked.to)];
  if (right <= left) return null;
  return (
    <div aria-hidden className="pointer-events-none absolute" style={plotInsets} data-marked-window>
      <div
        className="absolute inset-y-0 min-w-[4px] border-x-2 border-accent bg-accent/10"
        style={{ left: `${left}%`, width: `${right - left}%` }}
      />
    </div>
  );
}
