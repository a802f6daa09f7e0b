/** Shape of what a live tail is told, for pages, API and description. Pure. */
import { z } from 'zod';
import { eventRowSchema } from '@/lib/search/event-answers';

export const tailSchema = z
  .object({
    events: z.array(eventRowSchema).describe('in the order in which they were committed, the earliest first'),
    cursor: z.string().describe('pass it as `cursor` for what is committed after these'),
    more: z.boolean().describe('there is more already: ask again at once'),
  })
  .meta({ id: 'Tail' });

export type Tail = z.infer<typeof tailSchema>;
