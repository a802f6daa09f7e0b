'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useAnnounce } from '@/components/ui/announcer';
import { IconButton } from '@/components/ui/button';
import { copyText } from '@/components/ui/copy-text';

type CopyButtonProps = { text: string; label?: string; className?: string };

/** Copies the raw value, not what is shown of it. */
export function CopyButton({ text, label = 'Copy', className }: CopyButtonProps) {
  const announce = useAnnounce();
  const [copied, setCopied] = useState(false);
  async function copy() {
    const done = await copyText(text);
    announce(done ? 'Copied' : 'The browser did not allow copying; select the text instead');
    if (!done) return;
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  }
  return (
    <IconButton label={label} size="sm" onClick={() => void copy()} className={className}>
      {copied ? <Check size={13} aria-hidden className="text-accent" /> : <Copy size={13} aria-hidden />}
    </IconButton>
  );
}
