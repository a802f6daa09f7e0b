import type { ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import { inertText, safeLink } from '@/components/ui/markdown-safety';

/**
 * Markdown that somebody wrote, made of React elements and never of HTML: raw HTML shows as the text that it is, images are
 * not loaded but named, links lead to http and https only and tell the other side nothing. Headings of every level are the
 * third of the page, under the panel that the text stands in.
 */
export function Markdown({ text }: { text: string }) {
  return (
    <div className="flex max-w-[80ch] flex-col gap-2 text-sm break-words">
      <ReactMarkdown rehypePlugins={[inertText]} urlTransform={(url) => safeLink(url) ?? ''} components={components}>
        {text}
      </ReactMarkdown>
    </div>
  );
}

const heading = ({ children }: { children?: ReactNode }) => (
  <h3 className="mt-1 text-base font-semibold">{children}</h3>
);

const components: Components = {
  h1: heading,
  h2: heading,
  h3: heading,
  h4: heading,
  h5: heading,
  h6: heading,
  a: ({ href, children }) =>
    href ? (
      <a
        href={href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="rounded text-accent underline underline-offset-2"
      >
        {children}
      </a>
    ) : (
      <span>{children}</span>
    ),
  img: ({ alt, src }) => (
    <span className="text-muted">
      [image{alt ? `: ${alt}` : ''}
      {typeof src === 'string' && src !== '' ? ` ${src}` : ''}]
    </span>
  ),
  ul: ({ children }) => <ul className="flex list-disc flex-col gap-0.5 pl-5">{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className="flex list-decimal flex-col gap-0.5 pl-6">
      {children}
    </ol>
  ),
  blockquote: ({ children }) => (
    <blockquote className="flex flex-col gap-2 border-l-2 border-line-strong pl-3 text-muted">{children}</blockquote>
  ),
  code: ({ children }) => <code className="rounded-sm bg-sunken px-1 font-mono text-xs">{children}</code>,
  pre: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <pre tabIndex={0} className="overflow-x-auto rounded-md border border-line bg-sunken p-2 [&_code]:p-0">
      {children}
    </pre>
  ),
  hr: () => <hr className="border-line" />,
};
