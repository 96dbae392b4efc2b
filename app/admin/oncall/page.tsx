import { OnCall } from './OnCall.tsx';

export default function Page() {
  return <OnCall />;
}
