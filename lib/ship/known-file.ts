/** A log file that was seen, and how far it is safe: sent and acknowledged, or in the spool. */
import type { Head } from './file-head';

export type KnownFile = {
  /** Of our own making; names the file in the names of spool segments. */
  id: string;
  head: Head;
  device: string;
  inode: string;
  /** Its name when it was last seen. */
  name: string;
  /** Bytes that are safe. */
  offset: number;
  /** Bytes that it had when it was last seen. */
  size: number;
  /** Whether it was the log itself when last seen, so that it may have grown afterwards. */
  live: boolean;
};
