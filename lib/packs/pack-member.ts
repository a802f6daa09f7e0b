/**
 * A file in a pack. The pack is a list of them: whoever has more to put in (a report) adds one, and manifest, hashes and the
 * verifier take it like every other.
 */
export type PackMember = {
  /** Letters, digits, dot, hyphen, underscore and slash; no two members have the same. */
  name: string;
  /** What it is, for the manifest and the README. */
  what: string;
  /** Called once, when its turn comes: a member may depend on what those before it counted, and on their hashes. */
  bytes(before: readonly MeasuredMember[]): AsyncIterable<Buffer>;
};

export type MeasuredMember = { name: string; what: string; bytes: number; sha256: string };

export function textMember(name: string, what: string, text: () => string): PackMember {
  return {
    name,
    what,
    async *bytes() {
      yield Buffer.from(text());
    },
  };
}
