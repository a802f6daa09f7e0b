/** The state of a workload as bytes: what is text as JSON, what is numbers as they are, so that reading it back changes no digit. */

export type StoredState = { text: unknown; numbers: Float32Array };

export function packState({ text, numbers }: StoredState): Buffer {
  const json = Buffer.from(JSON.stringify(text), 'utf8');
  const bytes = Buffer.alloc(4 + json.length + numbers.length * 4);
  bytes.writeUInt32LE(json.length, 0);
  json.copy(bytes, 4);
  for (let i = 0; i < numbers.length; i++) bytes.writeFloatLE(numbers[i] as number, 4 + json.length + i * 4);
  return bytes;
}

export function unpackState(bytes: Buffer): StoredState {
  const length = bytes.readUInt32LE(0);
  const text: unknown = JSON.parse(bytes.toString('utf8', 4, 4 + length));
  const numbers = new Float32Array((bytes.length - 4 - length) / 4);
  for (let i = 0; i < numbers.length; i++) numbers[i] = bytes.readFloatLE(4 + length + i * 4);
  return { text, numbers };
}
