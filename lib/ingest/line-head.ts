/** The first 1,024 characters of a line's bytes as text; what is no UTF-8 shows as U+FFFD. */
const HEAD_CHARACTERS = 1024;

export function lineHead(bytes: Uint8Array): string {
  // `stream` keeps back a character whose last bytes were cut off instead of calling it invalid, where more than enough
  // is there; a line that really ends in the middle of a character is short and is decoded whole.
  const cut = bytes.length >= HEAD_CHARACTERS * 4;
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: cut });
  return text.length <= HEAD_CHARACTERS ? text : Array.from(text).slice(0, HEAD_CHARACTERS).join('');
}
