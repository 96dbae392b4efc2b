import { Gate } from './_field/Gate.tsx';

/** An address that is none of ours: the field app says so, in its own words and under its own policy. */
export default function NotFound() {
  return <Gate />;
}
