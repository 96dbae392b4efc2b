import { bringDelays } from './coming.ts';
import * as delays from './figures.ts';

// A screen that sorts by them is not drawn without them.
bringDelays(delays);
