/** What peers have in common, from the key of their group (lib/workloads/peer-groups.ts). */
import { z } from 'zod';

const keySchema = z.object({
  kind: z.string(),
  client: z.string().optional(),
  namespace: z.string().optional(),
  groups: z.array(z.string()).optional(),
});

export function peerWords(key: string): string {
  const { kind, client, namespace, groups } = keySchema.parse(JSON.parse(key));
  return [
    `kind ${kind}`,
    ...(namespace === undefined ? [] : [`namespace ${namespace}`]),
    ...(client === undefined ? [] : [`client ${client}`]),
    ...(groups === undefined ? [] : [`groups ${groups.join(', ')}`]),
  ].join(', ');
}
