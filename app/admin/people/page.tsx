import { People } from './People.tsx';

export default function Page() {
  return <People />;
}
