/** What Markdown may lead to, and how text in it is shown: other people's words can be as hostile as an event's. */
import { visibleText } from '@/components/ui/visible-text';

/** The address of a link, or null where it is not to be followed: only whole http and https addresses are. */
export function safeLink(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
}

type Node = { type: string; value?: string; children?: Node[] };

/** A rehype plugin: characters that cannot be seen become their codes, in text and code alike; line breaks and tabs stay. */
export function inertText() {
  return (tree: Node): void => visit(tree);
}

function visit(node: Node): void {
  if (node.value !== undefined) node.value = node.value.replace(/[^\n\r\t]+/g, visibleText);
  for (const child of node.children ?? []) visit(child);
}
