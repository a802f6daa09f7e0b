'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const POLL_MS = 1500;

/** Fetches the page anew while something on it is being made. */
export function useRefresh(making: boolean): void {
  const router = useRouter();
  useEffect(() => {
    if (!making) return;
    const timer = setInterval(() => router.refresh(), POLL_MS);
    return () => clearInterval(timer);
  }, [making, router]);
}
