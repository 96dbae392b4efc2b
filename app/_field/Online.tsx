'use client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';

/** Reads that only the server can answer (docs/decisions/0008); `always`: what the browser believes of the network is often wrong. */
const client = new QueryClient({ defaultOptions: { queries: { networkMode: 'always', retry: 1, staleTime: 10_000 } } });

export function Online({ children }: { children: ReactNode }) {
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
