'use client';
import { AlertsScreen } from '#app/_me/AlertsScreen.tsx';
import { Online } from './Online.tsx';

export function OnlineAlerts() {
  return (
    <Online>
      <AlertsScreen />
    </Online>
  );
}
