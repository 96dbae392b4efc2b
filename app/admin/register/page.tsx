import { Register } from './Register.tsx';
import './register.css';

export default function Page() {
  return <Register />;
}
