/** A pack cannot be made of that; the message says why and what to do. */
export class PackError extends Error {
  override name = 'PackError';
}
