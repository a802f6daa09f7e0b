// The embedded server's settings. Durability stays on: an acknowledged import must survive a power cut. The rest fits one
// machine that bulk-loads and then answers wide questions: few connections, generous sorts, rare checkpoints.

import { statfsSync } from 'node:fs';
import os from 'node:os';

const MIB = 1024 * 1024;
// Parallel queries put their shared memory in /dev/shm; containers often give it 64 MiB, which such a query overruns.
const ENOUGH_SHARED_MEMORY = 512 * MIB;

export type PostgresSettings = Record<string, string>;

export function postgresSettings(port: number): PostgresSettings {
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '', // a socket's path is limited to 107 bytes, a data directory's is not
    max_connections: '60',
    shared_buffers: `${sharedBuffersMiB()}MB`,
    work_mem: '32MB',
    maintenance_work_mem: '256MB',
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    wal_compression: 'on',
    random_page_cost: '1.1',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    logging_collector: 'off',
    log_line_prefix: '%m [%p] %a ',
    ...(process.platform === 'linux' && !hasSharedMemoryDirectory() ? { dynamic_shared_memory_type: 'sysv' } : {}),
  };
}

function sharedBuffersMiB(): number {
  const limit = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  const memory = Math.min(os.totalmem(), limit);
  return Math.max(32, Math.floor(Math.min(memory / 4, 1024 * MIB) / MIB));
}

function hasSharedMemoryDirectory(): boolean {
  try {
    const { bsize, blocks } = statfsSync('/dev/shm');
    return bsize * blocks >= ENOUGH_SHARED_MEMORY;
  } catch {
    return false;
  }
}
