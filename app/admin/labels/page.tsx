import { Labels } from './Labels.tsx';
import './labels.css';

export default function Page() {
  return <Labels />;
}
