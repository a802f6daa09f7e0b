/** The fields in which two objects differ, as dotted paths; what differs within an array is named by its position. */
const MAX_DEPTH = 64;

export function changedPaths(before: unknown, after: unknown): string[] {
  const paths: string[] = [];
  collect(before, after, '', 0, paths);
  return paths;
}

function collect(before: unknown, after: unknown, path: string, depth: number, paths: string[]): void {
  if (Object.is(before, after)) return;
  const both = entriesOf(before, after);
  if (both === null || depth > MAX_DEPTH) {
    if (depth > MAX_DEPTH && JSON.stringify(before) === JSON.stringify(after)) return;
    paths.push(path === '' ? '(all of it)' : path);
    return;
  }
  const [old, now] = both;
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    collect(old.get(key), now.get(key), joined(path, key, Array.isArray(after)), depth + 1, paths);
  }
}

/** The members of both where both are objects or both are arrays, else null. */
function entriesOf(before: unknown, after: unknown): [Map<string, unknown>, Map<string, unknown>] | null {
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) return null;
  if (Array.isArray(before) !== Array.isArray(after)) return null;
  return [new Map(Object.entries(before)), new Map(Object.entries(after))];
}

function joined(path: string, key: string, inArray: boolean): string {
  if (inArray) return `${path}[${key}]`;
  const part = /^[\w-]+$/.test(key) ? key : `"${key}"`;
  return path === '' ? part : `${path}.${part}`;
}
