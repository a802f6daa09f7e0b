'use client';

import { House } from 'lucide-react';
import { useAnnounce } from '@/components/ui/announcer';
import { IconButton } from '@/components/ui/button';
import { useStartView } from '@/components/views/use-start-view';

/** Whether this browser begins with the view; without any it begins with the overview. */
export function StartToggle({ id, name }: { id: string; name: string }) {
  const [start, setStart] = useStartView();
  const announce = useAnnounce();
  const chosen = start === id;

  function toggle() {
    setStart(chosen ? null : id);
    announce(chosen ? 'Plumbline begins with the overview' : `Plumbline begins with “${name}” in this browser`);
  }

  return (
    <IconButton
      size="sm"
      label={chosen ? `Begin with the overview, not with ${name}` : `Begin with ${name}`}
      aria-pressed={chosen}
      onClick={toggle}
      className={chosen ? 'text-accent!' : ''}
    >
      <House size={14} aria-hidden />
    </IconButton>
  );
}
