/** What is put in place of a piece of a text. */
export type Splice = { start: number; end: number; text: string };

/** The text with its pieces replaced; `splices` are in order and do not overlap. */
export function spliced(text: string, splices: readonly Splice[]): string {
  let out = '';
  let at = 0;
  for (const splice of splices) {
    out += text.slice(at, splice.start) + splice.text;
    at = splice.end;
  }
  return out + text.slice(at);
}
