/** The small square that stands for a response code. Never alone: the code stands beside it. */
export function CodeMark({ fill }: { fill: string }) {
  return <span aria-hidden style={{ background: fill }} className="inline-block size-2 shrink-0 rounded-[2px]" />;
}
