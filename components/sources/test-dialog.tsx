'use client';

import { useState } from 'react';
import { CodeBlock } from '@/components/sources/code-block';
import { TestButton } from '@/components/sources/test-button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/text-field';
import { VisibleText } from '@/components/ui/value';
import type { Source } from '@/lib/ingest/receiver/source-answers';

/** Tests the token of a source. It has to be given: only its hash is kept here. */
export function TestDialog({ source, onClose }: { source: Source; onClose: () => void }) {
  const [token, setToken] = useState('');
  const command = `curl -sS -H "Authorization: Bearer $TOKEN" --data-binary @audit.log "${window.location.origin}/api/ingest/audit?dryRun=true"\n`;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Test a source">
      <div className="flex flex-col gap-3 overflow-auto p-4">
        <p>
          Plumbline keeps only a hash of the token of <VisibleText text={source.label} />, so the test needs the token
          itself, which begins with <span className="font-mono text-xs">plumb_{source.prefix}_</span>.
        </p>
        <TextField label="Token" value={token} onChange={setToken} problem={problemOf(token, source)} />
        <TestButton token={token} />
        <CodeBlock title="The same from where the source runs" text={command} />
      </div>
    </Dialog>
  );
}

function problemOf(token: string, source: Source): string | null {
  if (token.trim() === '' || token.trim().startsWith(`plumb_${source.prefix}_`)) return null;
  return `This is not the token of this source: expected one that begins with plumb_${source.prefix}_`;
}
