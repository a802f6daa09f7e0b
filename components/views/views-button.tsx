'use client';

import { Bookmark } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { useViews } from '@/components/views/views-context';

/** Opens the saved views, where this search can be kept as one. */
export function ViewsButton() {
  const { openViews } = useViews();
  return (
    <Button variant="ghost" size="sm" aria-haspopup="dialog" onClick={openViews}>
      <Bookmark size={13} aria-hidden />
      Views
    </Button>
  );
}
