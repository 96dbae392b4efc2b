import { Sites } from './Sites.tsx';

export default function Page() {
  return <Sites />;
}
