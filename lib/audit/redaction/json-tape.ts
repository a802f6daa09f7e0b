/**
 * Where each value of a JSON text stands: an array of nodes in the order of the text, so that a value can be replaced and every
 * other byte stays as it is. Only for text that JSON.parse has accepted. Unlike what JSON.parse answers, it has both of two
 * equal keys. No recursion: events are hostile.
 */
import { TooDeepError } from '@/lib/audit/canonical-json';

export type JsonNode = {
  kind: 'object' | 'array' | 'string' | 'other';
  start: number;
  end: number;
  /** Index of the node after this one and all that is in it. */
  next: number;
  /** Index of the container; -1 for the outermost value. */
  parent: number;
  /** The decoded key, or the place in an array. */
  key: string | number;
};

const MAX_DEPTH = 512;

/** Throws TooDeepError. */
export function jsonTape(text: string): JsonNode[] {
  const nodes: JsonNode[] = [];
  const open: number[] = [];
  const counts: number[] = [];
  let key: string | null = null;
  let expectKey = false;
  let at = 0;
  for (;;) {
    at = skipSpace(text, at);
    if (at >= text.length) return nodes;
    const code = text.charCodeAt(at);
    const container = open.length === 0 ? -1 : (open[open.length - 1] as number);
    if (code === 44) {
      expectKey = (nodes[container] as JsonNode).kind === 'object';
      at++;
    } else if (code === 58) {
      at++;
    } else if (code === 125 || code === 93) {
      const node = nodes[open.pop() as number] as JsonNode;
      counts.pop();
      at++;
      node.end = at;
      node.next = nodes.length;
      expectKey = false;
    } else {
      const end = code === 34 ? stringEnd(text, at) : code === 123 || code === 91 ? at + 1 : scalarEnd(text, at);
      if (expectKey) {
        key = decodeString(text.slice(at, end));
        expectKey = false;
      } else {
        const kind = code === 123 ? 'object' : code === 91 ? 'array' : code === 34 ? 'string' : 'other';
        const index = key ?? (container < 0 ? '' : (counts[counts.length - 1] as number));
        if (container >= 0) (counts[counts.length - 1] as number) += 1;
        nodes.push({ kind, start: at, end, next: nodes.length + 1, parent: container, key: index });
        key = null;
        if (kind === 'object' || kind === 'array') {
          if (open.length >= MAX_DEPTH) throw new TooDeepError();
          open.push(nodes.length - 1);
          counts.push(0);
          expectKey = kind === 'object';
        }
      }
      at = end;
    }
  }
}

/** The string that a JSON string literal stands for. */
export function decodeString(literal: string): string {
  return literal.includes('\\') ? (JSON.parse(literal) as string) : literal.slice(1, -1);
}

function skipSpace(text: string, at: number): number {
  while (at < text.length && text.charCodeAt(at) <= 32) at++;
  return at;
}

function stringEnd(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); ; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === 92) slashes++;
    if (slashes % 2 === 0) return end + 1;
  }
}

function scalarEnd(text: string, at: number): number {
  let end = at;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code <= 32 || code === 44 || code === 125 || code === 93) break;
  }
  return end;
}
