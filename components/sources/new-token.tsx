'use client';

import { useState } from 'react';
import { CodeBlock } from '@/components/sources/code-block';
import { snippetsFor } from '@/components/sources/snippets';
import { TestButton } from '@/components/sources/test-button';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Tabs } from '@/components/ui/tabs';

/** A token that is shown this once, with set-ups that have it in its place. */
export function NewToken({ token, onClose }: { token: string; onClose: () => void }) {
  const snippets = snippetsFor(window.location.origin, token);
  const [shown, setShown] = useState(snippets[0]?.name ?? '');
  return (
    <div className="flex min-h-0 flex-col gap-3 overflow-auto p-4">
      <p>Copy it now: Plumbline keeps only its hash and cannot show it again.</p>
      <CodeBlock title="Token" text={token} />
      <TestButton token={token} />
      <Tabs
        label="Set-ups"
        value={shown}
        onChange={setShown}
        tabs={snippets.map(({ name, label, parts, note }) => ({
          name,
          label,
          content: (
            <div className="flex flex-col gap-3 pt-3">
              {note === null ? null : <Notice>{note}</Notice>}
              {parts.map((part) => (
                <CodeBlock key={part.title} title={part.title} text={part.text} />
              ))}
            </div>
          ),
        }))}
      />
      <div className="flex justify-end">
        <Button variant="primary" onClick={onClose}>
          I have copied the token
        </Button>
      </div>
    </div>
  );
}
