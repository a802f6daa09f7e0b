/**
 * Who does something in Plumbline, and how sure that is. There is no sign-in: a reverse proxy may name the person, else the
 * person may state a name. `how` is kept beside every name, because a stated one proves nothing.
 */
import { z } from 'zod';

export const personSchema = z
  .object({
    name: z.string().describe('at most 256 characters; `unknown` where nobody was named'),
    how: z
      .enum(['proxy', 'stated', 'unknown'])
      .describe('`proxy`: named by the reverse proxy; `stated`: by themselves; `unknown`: not named'),
  })
  .meta({ id: 'Person' });

export type Person = z.infer<typeof personSchema>;

export const nobody: Person = { name: 'unknown', how: 'unknown' };

/** As the record of changes has it: by the web, by whom, and whether that is only what they said. */
export function webActor({ name, how }: Person): string {
  if (how === 'unknown') return 'web';
  return how === 'proxy' ? `web: ${name}` : `web: ${name} (stated)`;
}
