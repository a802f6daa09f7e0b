import { formatPlural } from '@/components/ui/format-number';

type BarsProps = { bars: readonly number[]; failed: readonly number[]; bucketWords: string };

const WIDTH = 128;
const HEIGHT = 20;

/** Requests over time, small: each row against its own highest bar, which the words say. */
export function WorkloadBars({ bars, failed, bucketWords }: BarsProps) {
  const most = Math.max(1, ...bars);
  const words = `at most ${formatPlural(most, 'request')} in ${bucketWords}`;
  const heightOf = (count: number) => (count / most) * HEIGHT;
  // A bar never vanishes; a share of it that is less than half a pixel does.
  const failedHeight = (count: number) => (heightOf(count) < 0.5 ? 0 : Math.max(1, heightOf(count)));
  return (
    <svg role="img" aria-label={words} width={WIDTH} height={HEIGHT} className="block">
      <title>{words}</title>
      <line x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="var(--line-strong)" />
      <path d={barsPath(bars, (count) => Math.max(1, heightOf(count)))} fill="var(--ok)" />
      <path d={barsPath(failed, failedHeight)} fill="var(--server-error)" />
    </svg>
  );
}

/** All bars as one shape: the list has hundreds of rows, and an element for each bar would be most of the page. */
function barsPath(counts: readonly number[], heightOf: (count: number) => number): string {
  const step = WIDTH / Math.max(1, counts.length);
  const width = round(Math.max(1, step - 1));
  return counts
    .map((count, bar) => {
      const height = count === 0 ? 0 : round(heightOf(count));
      return height === 0 ? '' : `M${round(bar * step)} ${HEIGHT}v${-height}h${width}v${height}z`;
    })
    .join('');
}

function round(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}
