/**
 * The program behind a user agent, without its version: two workloads that run the same program are alike, and stay so
 * through an upgrade. `kubectl/v1.32.3 (linux/amd64) kubernetes/32cc146` → `kubectl`, `Kubernetes Java Client/20.0.1` →
 * `Kubernetes Java Client`. A user agent is free text: what comes out is short, and null where nothing is left.
 */
const MAX_LENGTH = 64;

export function clientProduct(userAgent: string | null): string | null {
  if (userAgent === null) return null;
  const product = (/^[^/(]*/.exec(userAgent)?.[0] ?? '').trim().replace(/\s+/g, ' ').slice(0, MAX_LENGTH);
  return product === '' ? null : product;
}
