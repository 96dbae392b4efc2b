import { account } from './account.ts';
import { acts } from './acts.ts';
import { admin } from './admin.ts';
import { alerts } from './alerts.ts';
import { asset } from './asset.ts';
import { catalogue } from './catalogue.ts';
import { common } from './common.ts';
import { demo } from './demo.ts';
import { desk } from './desk.ts';
import { devices } from './devices.ts';
import { door } from './door.ts';
import { down } from './down.ts';
import { errors } from './errors.ts';
import { forms } from './forms.ts';
import { found } from './found.ts';
import { guarded } from './guarded.ts';
import { history } from './history.ts';
import { home } from './home.ts';
import { how } from './how.ts';
import { lock } from './lock.ts';
import { mail } from './mail.ts';
import { me } from './me.ts';
import { news } from './news.ts';
import { opening } from './opening.ts';
import { outbox } from './outbox.ts';
import { privacy } from './privacy.ts';
import { refusals } from './refusals.ts';
import { report } from './report.ts';
import { rooms } from './rooms.ts';
import { round } from './round.ts';
import { scan } from './scan.ts';
import { sites } from './sites.ts';
import { sla } from './sla.ts';
import { status } from './status.ts';
import { stickers } from './stickers.ts';
import { sync } from './sync.ts';
import { ticket } from './ticket.ts';
import { tickets } from './tickets.ts';
import { timeline } from './timeline.ts';
import { trial } from './trial.ts';
import { upkeep } from './upkeep.ts';
import { verbs } from './verbs.ts';

/** Every text in French: the shape that the other languages must have. */
export const fr = {
  acts,
  account,
  admin,
  alerts,
  asset,
  catalogue,
  common,
  demo,
  desk,
  devices,
  door,
  down,
  errors,
  forms,
  found,
  guarded,
  history,
  home,
  how,
  lock,
  mail,
  me,
  news,
  opening,
  outbox,
  privacy,
  refusals,
  report,
  rooms,
  round,
  scan,
  sites,
  sla,
  status,
  stickers,
  sync,
  ticket,
  tickets,
  timeline,
  trial,
  upkeep,
  verbs,
};

export type Words = typeof fr;
