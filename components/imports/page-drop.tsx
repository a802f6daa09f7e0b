'use client';

import { FileInput } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { droppedFiles, holdsFiles } from '@/components/imports/dropped-files';
import { useUploadTarget } from '@/components/imports/upload-provider';
import { Value } from '@/components/ui/value';

/** Lets files be dropped anywhere on the page, and says so while they are held over it. */
export function PageDrop() {
  const { cluster, take } = useUploadTarget();
  const [over, setOver] = useState(false);
  const onDrop = useEffectEvent((transfer: DataTransfer) => take(droppedFiles(transfer)));

  useEffect(() => {
    // Every element on the way raises enter and leave; only as many leaves as enters is outside.
    let depth = 0;
    const controller = new AbortController();
    function listen(type: 'dragenter' | 'dragover' | 'dragleave' | 'drop', handler: (event: DragEvent) => void) {
      const guarded = (event: DragEvent) => {
        if (!holdsFiles(event.dataTransfer)) return;
        event.preventDefault();
        handler(event);
      };
      window.addEventListener(type, guarded, { signal: controller.signal });
    }
    listen('dragenter', () => {
      depth++;
      setOver(true);
    });
    listen('dragover', (event) => {
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    });
    listen('dragleave', () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    });
    listen('drop', (event) => {
      depth = 0;
      setOver(false);
      if (event.dataTransfer) onDrop(event.dataTransfer);
    });
    return () => controller.abort();
  }, []);

  if (!over) return null;
  return (
    <div className="pointer-events-none fixed inset-0 z-[55] flex items-center justify-center bg-canvas/80 p-6">
      <div className="flex h-full w-full items-center justify-center rounded-xl border-2 border-dashed border-accent">
        <p className="flex max-w-full items-center gap-2 rounded-lg bg-raised px-4 py-3 text-base font-semibold shadow-pop">
          <FileInput size={18} aria-hidden className="shrink-0 text-accent" />
          <span className="shrink-0">Drop to import into</span>
          <Value text={cluster} mono />
        </p>
      </div>
    </div>
  );
}
