/** Names of people: short, on one line, and without characters that nobody sees. */
import { z } from 'zod';
import { INVISIBLE } from '@/lib/audit/invisible-characters';

export const MOST_CHARACTERS = 256;

/** A name that a person states. One that could read as somebody else's is refused, for there is a person to tell. */
export const statedNameSchema = z
  .string()
  .transform((text) => text.normalize('NFC').trim())
  .pipe(
    z
      .string()
      .min(1, { error: 'expected a name' })
      .max(MOST_CHARACTERS, { error: `expected at most ${MOST_CHARACTERS} characters` })
      .refine((text) => text.search(INVISIBLE) === -1, { error: 'expected no characters that cannot be seen' }),
  );

/** The same text with each invisible character as its code: a name that a proxy gave is not ours to refuse. */
export function withoutInvisible(name: string): string {
  return name.replace(
    INVISIBLE,
    (character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );
}
