// The first file of the receiving thread. A thread does not take over the TypeScript loader of the thread that starts it.
import { register } from 'tsx/esm/api';

register();
await import('./receive-thread.ts');
