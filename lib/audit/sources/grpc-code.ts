/** Cloud Logging keeps a gRPC status code where the API server answered with an HTTP one (google.rpc.Code's mapping). */
const HTTP_OF_GRPC = new Map([
  [0, 200],
  [1, 499],
  [2, 500],
  [3, 400],
  [4, 504],
  [5, 404],
  [6, 409],
  [7, 403],
  [8, 429],
  [9, 400],
  [10, 409],
  [11, 400],
  [12, 501],
  [13, 500],
  [14, 503],
  [15, 500],
  [16, 401],
]);

/** The HTTP status of a gRPC code; one that is an HTTP status already stays; null for anything else. */
export function httpCodeOfGrpc(code: unknown): number | null {
  const number = typeof code === 'string' && /^\d{1,3}$/.test(code) ? Number(code) : code;
  if (typeof number !== 'number') return null;
  if (Number.isInteger(number) && number >= 100 && number < 600) return number;
  return HTTP_OF_GRPC.get(number) ?? null;
}
