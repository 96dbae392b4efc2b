import { Place } from './Place.tsx';
import '#app/admin/register/register.css';

export default function Page() {
  return <Place />;
}
