import { Imports } from './Imports.tsx';
import './imports.css';

export default function Page() {
  return <Imports />;
}
