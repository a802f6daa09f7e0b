// The first file of a verifying thread. A thread does not take over the TypeScript loader of the thread that starts it.
// Among the bundles the thread itself has this file's name, and there is no loader: see lib/cli/bundle.mjs.
import { register } from 'tsx/esm/api';

register();
await import('./verify-worker.ts');
