/**
 * Faults that pass by themselves or by somebody's help (a server that restarts, a full disk, a deadlock): the same work, done
 * again, may succeed. Whatever was under way when one came was committed or was not; who goes on must ask.
 */

/** SQLSTATE classes: connection lost, out of resources, stopped by an operator, error of the system below PostgreSQL. */
const CLASSES = new Set(['08', '53', '58']);
const STATES = new Set(['57P01', '57P02', '57P03', '40001', '40P01', '55P03']);
const SOCKET =
  /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOSPC|EMFILE)$/;
/** The driver's own errors have no code. */
const DRIVER =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/;

export function isPassingFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  if (code !== '') return STATES.has(code) || (code.length === 5 && CLASSES.has(code.slice(0, 2))) || SOCKET.test(code);
  if (error instanceof AggregateError) return error.errors.some(isPassingFault);
  return DRIVER.test(error.message) || isPassingFault(error.cause);
}
