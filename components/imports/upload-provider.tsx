'use client';

import { createContext, type ReactNode, useContext, useState } from 'react';
import { addUploads } from '@/components/imports/upload-queue';
import { useAnnounce } from '@/components/ui/announcer';
import { formatPlural } from '@/components/ui/format-number';
import { clusterNameSchema, DEFAULT_CLUSTER } from '@/lib/ingest/cluster-name';
import type { FormatName } from '@/lib/ingest/formats/format-names';

type UploadTarget = {
  cluster: string;
  setCluster: (cluster: string) => void;
  /** What is wrong with the cluster's name; null where nothing is. */
  problem: string | null;
  clusters: readonly string[];
  /** The only format that is taken; null for whatever the content is. */
  format: FormatName | null;
  setFormat: (format: FormatName | null) => void;
  take: (files: readonly File[]) => void;
};

const UploadContext = createContext<UploadTarget | null>(null);

/** The cluster that dropped files belong to, and the way in for them: for the drop zone, the file button and the whole page. */
export function UploadProvider({ clusters, children }: { clusters: readonly string[]; children: ReactNode }) {
  const [cluster, setCluster] = useState(DEFAULT_CLUSTER);
  const [format, setFormat] = useState<FormatName | null>(null);
  const announce = useAnnounce();
  const checked = clusterNameSchema.safeParse(cluster);
  const problem = checked.success ? null : (checked.error.issues[0]?.message ?? null);

  function take(files: readonly File[]) {
    if (files.length === 0) return announce('Nothing to upload: drop files, not folders or text');
    if (problem !== null) return announce(`The name of the cluster: ${problem}`);
    addUploads(files, { cluster, format });
    announce(`${formatPlural(files.length, 'file')} added`, { quiet: true });
  }

  return (
    <UploadContext value={{ cluster, setCluster, problem, clusters, format, setFormat, take }}>
      {children}
    </UploadContext>
  );
}

export function useUploadTarget(): UploadTarget {
  const target = useContext(UploadContext);
  if (target === null) throw new Error('useUploadTarget needs UploadProvider above it');
  return target;
}
