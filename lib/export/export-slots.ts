/** How many exports run in this process at a time: each takes a core's worth of work and some memory from the pages. */
export const EXPORTS_AT_ONCE = 3;

let running = 0;

/** As many exports as may run do run already. */
export class ExportsBusyError extends Error {
  override name = 'ExportsBusyError';

  constructor() {
    super(`${EXPORTS_AT_ONCE} exports are running already. Try again when one of them has ended.`);
  }
}

/** Takes a slot and answers the function that gives it back. Throws ExportsBusyError. */
export function takeExportSlot(): () => void {
  if (running >= EXPORTS_AT_ONCE) throw new ExportsBusyError();
  running++;
  let given = false;
  return () => {
    if (!given) running--;
    given = true;
  };
}
