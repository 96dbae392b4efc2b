import { Replacement } from './Replacement.tsx';

export default function Page() {
  return <Replacement />;
}
