import { Rounds } from './Rounds.tsx';

export default function Page() {
  return <Rounds />;
}
