import { formatPlural } from '@/components/ui/format-number';

type BarsProps = { bars: readonly number[]; failed: readonly number[]; bucketWords: string };

const WIDTH = 128;
const HEIGHT = 20;

/** Requests over time, small: each row against its own highest bar, which the words say. */
export function WorkloadBars({ bars, failed, bucketWords }: BarsProps) {
  const most = Math.max(1, ...bars);
  const step = WIDTH / Math.max(1, bars.length);
  const words = `at most ${formatPlural(most, 'request')} in ${bucketWords}`;
  const heightOf = (count: number) => (count / most) * HEIGHT;
  return (
    <svg role="img" aria-label={words} width={WIDTH} height={HEIGHT} className="block">
      <title>{words}</title>
      <line x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="var(--line-strong)" />
      {bars.map((count, bar) => {
        // A bar never vanishes; a share of it that is less than half a pixel does.
        const all = Math.max(1, heightOf(count));
        const bad = heightOf(failed[bar] ?? 0) < 0.5 ? 0 : Math.max(1, heightOf(failed[bar] ?? 0));
        return count === 0 ? null : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the bars of one window never move
          <g key={bar}>
            <rect x={bar * step} width={Math.max(1, step - 1)} y={HEIGHT - all} height={all} fill="var(--ok)" />
            <rect
              x={bar * step}
              width={Math.max(1, step - 1)}
              y={HEIGHT - bad}
              height={bad}
              fill="var(--server-error)"
            />
          </g>
        );
      })}
    </svg>
  );
}
