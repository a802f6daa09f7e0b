/**
 * A container is how values stand in a file: one a line, in an array, one after another. What a value means is a matter
 * of lib/ingest/formats; any format can come in any container.
 */
import type { InputItem } from '@/lib/ingest/input-value';

export type Container = {
  /** For people, as in "audit.k8s.io/v1, JSON lines". */
  name: string;
  /** Yields what a chunk completes. Never holds more than one value. */
  read(chunks: AsyncIterable<Buffer>): AsyncGenerator<InputItem[], void, void>;
};
