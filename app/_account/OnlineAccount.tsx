'use client';
import { Online } from '#app/_field/Online.tsx';
import { AccountScreen } from './AccountScreen.tsx';

export function OnlineAccount() {
  return (
    <Online>
      <AccountScreen />
    </Online>
  );
}
