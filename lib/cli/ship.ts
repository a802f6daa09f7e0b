/**
 * npm run ship -- --follow FILE --to URL --token-file FILE [options]
 * Sends a growing, rotating audit log to Plumbline's receiver: see lib/ship. Runs until SIGTERM; exit code 0 then, 1 when it
 * cannot work at all, 2 for a wrong call. Bundled into one file that needs nothing but Node.
 */
import { shipLog } from '@/lib/ship/ship-log';
import { parseShipOptions, USAGE } from '@/lib/ship/ship-options';
import { ship } from '@/lib/ship/shipper';

// npm runs a script in the project's folder; the names were typed in another.
const help = process.argv.includes('--help');
const options = help ? USAGE : parseShipOptions(process.argv.slice(2), process.env.INIT_CWD ?? '.');
if (typeof options === 'string') {
  console[help ? 'log' : 'error'](options);
  process.exitCode = help ? 0 : 2;
} else {
  // Whoever read our log may be gone; shipping goes on.
  process.stdout.on('error', () => undefined);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  await ship(options, shipLog, stop.signal).catch((error: unknown) => {
    shipLog('error', error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
}
