import { Presence } from './Presence.tsx';

export default function Page() {
  return <Presence />;
}
