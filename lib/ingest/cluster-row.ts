/** The row of a cluster, made at its first mention. */
import { getPrisma } from '@/lib/db/prisma-client';

/**
 * Looks before it inserts: an "insert … on conflict" takes a number of the smallint sequence at every call, and after
 * 32,767 uploads no cluster could be added.
 */
export async function ensureCluster(name: string): Promise<number> {
  const prisma = getPrisma();
  const found = await prisma.cluster.findUnique({ where: { name }, select: { id: true } });
  if (found) return found.id;
  await prisma.$executeRaw`insert into cluster (name) values (${name}) on conflict (name) do nothing`;
  const made = await prisma.cluster.findUniqueOrThrow({ where: { name }, select: { id: true } });
  return made.id;
}
