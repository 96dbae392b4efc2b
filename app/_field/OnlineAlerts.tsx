'use client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { AlertsScreen } from '#app/_me/AlertsScreen.tsx';

/** Reads that only the server can answer (docs/decisions/0008); `always`: what the browser believes of the network is often wrong. */
const client = new QueryClient({ defaultOptions: { queries: { networkMode: 'always', retry: 1, staleTime: 10_000 } } });

export function OnlineAlerts() {
  return (
    <QueryClientProvider client={client}>
      <AlertsScreen />
    </QueryClientProvider>
  );
}
