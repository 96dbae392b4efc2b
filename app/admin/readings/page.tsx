import { Readings } from './Readings.tsx';

export default function Page() {
  return <Readings />;
}
