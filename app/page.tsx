import { Gate } from './_field/Gate.tsx';

/** The one static page of the field app; next.config.mjs serves it at every field address, the service worker with no network. */
export default function Shell() {
  return <Gate />;
}
