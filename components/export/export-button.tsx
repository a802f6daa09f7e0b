'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import type { ColumnId } from '@/components/events/event-columns';
import { ExportDialog } from '@/components/export/export-dialog';
import { Button } from '@/components/ui/button';

type ExportButtonProps = { total: number; query: string; columns: readonly ColumnId[] };

export function ExportButton(props: ExportButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="ghost" size="sm" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Download size={13} aria-hidden />
        Export
      </Button>
      <ExportDialog {...props} open={open} onClose={() => setOpen(false)} />
    </>
  );
}
