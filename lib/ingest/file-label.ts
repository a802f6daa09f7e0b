/** A file's given name as a label: its last path segment without control characters, at most 255 characters. */
const MAX_LENGTH = 255;

export function fileLabel(given: string): string {
  const segment = given.split(/[/\\]/).at(-1) ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  const clean = segment.replace(/[\u0000-\u001f\u007f-\u009f]/g, '').trim();
  const cut = Array.from(clean.replace(/\p{Surrogate}/gu, '\ufffd'))
    .slice(0, MAX_LENGTH)
    .join('');
  return cut === '' ? 'unnamed' : cut;
}
