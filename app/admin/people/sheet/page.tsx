import { StaffSheet } from './StaffSheet.tsx';
import '#app/admin/imports/imports.css';
import './staff.css';

export default function Page() {
  return <StaffSheet />;
}
