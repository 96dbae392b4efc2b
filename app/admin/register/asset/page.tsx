import { AssetPage } from './AssetPage.tsx';
import '#app/admin/register/register.css';

/** `/admin/register/<id>` leads here: one page for all of them, which reads the address itself. */
export default function Page() {
  return <AssetPage />;
}
