import { CopyButton } from '@/components/ui/copy-button';

/** Text to copy into a file or a terminal, as it is. */
export function CodeBlock({ title, text }: { title: string; text: string }) {
  return (
    <figure className="m-0 rounded-md border border-line bg-sunken">
      <figcaption className="flex h-8 items-center justify-between border-b border-line pr-1 pl-3 text-xs text-muted">
        {title}
        <CopyButton text={text} label={`Copy ${title}`} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by the keyboard */}
      <pre tabIndex={0} className="m-0 max-h-56 overflow-auto px-3 py-2 font-mono text-xs">
        {text}
      </pre>
    </figure>
  );
}
