/** `npm run check`: what one runs before each commit. */
import { checks, runAll } from './steps.ts';

await runAll(checks);
