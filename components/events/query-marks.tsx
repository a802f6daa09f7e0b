import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { QueryProblem } from '@/lib/query/query-error';

type MarksProps = {
  input: RefObject<HTMLInputElement | null>;
  text: string;
  problem: QueryProblem | null;
  /** The input's type and padding: the mark must stand under the very characters. */
  className: string;
};

/** A wavy line under the part of the text that cannot be read. It lies over the input and moves with its text. */
export function QueryMarks({ input, text, problem, className }: MarksProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = input.current;
    if (!element || !box.current || !problem) return;
    const follow = () => {
      if (box.current) box.current.scrollLeft = element.scrollLeft;
    };
    follow();
    element.addEventListener('scroll', follow);
    return () => element.removeEventListener('scroll', follow);
  });
  if (!problem) return null;
  const from = problem.column - 1;
  // At the end there is no character to mark: a space stands for it.
  const marked = text.slice(from, from + Math.max(1, problem.length)) || ' ';
  return (
    <div
      ref={box}
      aria-hidden
      className={`${className} pointer-events-none absolute inset-0 overflow-hidden whitespace-pre text-transparent`}
    >
      {text.slice(0, from)}
      <span className="underline decoration-danger decoration-wavy decoration-1 underline-offset-2">{marked}</span>
      {text.slice(from + marked.length)}
    </div>
  );
}
