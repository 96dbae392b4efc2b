import { Announcements } from './Announcements.tsx';

export default function Page() {
  return <Announcements />;
}
