// vitest's global set-up, the part about processes: test files start the bundled programs of .build as the product does, so
// these have to be those of the present sources. Bundled once here, not by each file into a directory of its own.

import { bundlePrograms } from './setup.mjs';

export default function bundleForTests(): Promise<void> {
  return bundlePrograms(() => undefined);
}
