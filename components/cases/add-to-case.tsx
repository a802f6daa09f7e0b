'use client';

import { FolderPlus } from 'lucide-react';
import { useState } from 'react';
import { AddToCaseDialog } from '@/components/cases/add-to-case-dialog';
import { Button, IconButton } from '@/components/ui/button';
import type { NewPin } from '@/lib/cases/case-changes';

type AddToCaseProps = {
  pin: NewPin;
  /** What is pinned, in words for the dialog. */
  what: string;
  /** An icon alone where there is little room. */
  icon?: boolean;
};

/** Pins what is looked at to a case. */
export function AddToCase({ pin, what, icon = false }: AddToCaseProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      {icon ? (
        <IconButton label="Add to case" size="sm" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          <FolderPlus size={14} aria-hidden />
        </IconButton>
      ) : (
        <Button variant="ghost" size="sm" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          <FolderPlus size={13} aria-hidden />
          Add to case
        </Button>
      )}
      {open ? <AddToCaseDialog pin={pin} what={what} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
