import { Service } from './Service.tsx';

export default function Page() {
  return <Service />;
}
