import { Mails } from './Mails.tsx';

export default function Page() {
  return <Mails />;
}
