/** The name under which a cluster's events are kept. Pure: the imports page checks with it before it sends anything. */
import { z } from 'zod';

export const DEFAULT_CLUSTER = 'default';

export const clusterNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,253}$/, { error: 'expected 1 to 253 letters, digits, dots, underscores or hyphens' });
