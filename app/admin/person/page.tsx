import { Person } from './Person.tsx';

export default function Page() {
  return <Person />;
}
