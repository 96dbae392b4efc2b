import { catalogue } from './catalogue.ts';
import { common } from './common.ts';
import { errors } from './errors.ts';
import { home } from './home.ts';
import { status } from './status.ts';
import { sync } from './sync.ts';
import { tickets } from './tickets.ts';
import { verbs } from './verbs.ts';

/** What the field app says before anything is opened from its first screen; the rest comes with the screens that say it (`spoken.ts`). */
export const first = { catalogue, common, errors, home, status, sync, tickets, verbs };
