/** How large an export would be, as the API answers it. Pure: the dialog reads it in the browser. */
import { z } from 'zod';

export const exportEstimateSchema = z
  .object({
    total: z.number().int().describe('events, exact'),
    bytes: z.number().int().describe('about, from the events of the window and the newest of them'),
  })
  .meta({ id: 'ExportEstimate' });

export type ExportEstimate = z.infer<typeof exportEstimateSchema>;
