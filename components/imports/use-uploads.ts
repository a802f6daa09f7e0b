'use client';

import { useSyncExternalStore } from 'react';
import { readUploads, subscribeToUploads, type Upload } from '@/components/imports/upload-queue';

const none: readonly Upload[] = [];

/** The uploads of this browser, as they go on. */
export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(subscribeToUploads, readUploads, () => none);
}
