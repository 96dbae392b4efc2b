import { Teams } from './Teams.tsx';

export default function Page() {
  return <Teams />;
}
