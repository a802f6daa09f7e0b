/** What is said about the disk. Pure: pages and API share it. */
import { z } from 'zod';

export const diskAnswerSchema = z
  .object({ problem: z.string().nullable().describe('what is wrong, in words; null while there is room') })
  .meta({ id: 'Disk' });
