/** What reading an input yields, in the order of the input: values to be recognised, and places that hold none. */
export type InputValue = {
  /** The value's bytes as they stand in the input, without surrounding white space. */
  bytes: Buffer;
  /** 1-based line at which the value begins. */
  lineNumber: number;
  /** Offset of its first byte in the (decompressed) input. */
  byteOffset: number;
};

export type BadInput = {
  reason: string;
  lineNumber: number;
  byteOffset: number;
  byteLength: number;
  /** SHA-256 of all its bytes. */
  sha256: Buffer;
  /** Its first 64 KiB at most. */
  head: Buffer;
};

export type InputItem = { value: InputValue; bad?: undefined } | { bad: BadInput; value?: undefined };

/** Longest single value taken as an event; the API server's own limit on a request is 3 MiB. */
export const MAX_VALUE_BYTES = 8 * 1024 * 1024;
export const QUARANTINE_HEAD_BYTES = 64 * 1024;
