'use client';

import { useState } from 'react';
import { JsonNode } from '@/components/events/json-node';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { formatBytes, formatCount } from '@/components/ui/format-number';
import { VisibleText } from '@/components/ui/value';
import type { EventDetail } from '@/lib/search/event-answers';

/** Characters of the original that are shown at once; a whole one can have millions. */
const SHOWN_CHARACTERS = 50_000;

/** The event as a tree, or the original bytes as text. */
export function JsonTab({ detail }: { detail: EventDetail }) {
  const [raw, setRaw] = useState(false);
  return (
    <div className="flex min-h-full flex-col">
      <div className="sticky top-0 z-10 flex h-9 shrink-0 items-center gap-1 bg-raised px-3">
        <Button
          size="sm"
          variant="ghost"
          aria-pressed={!raw}
          className="aria-pressed:bg-selected"
          onClick={() => setRaw(false)}
        >
          Tree
        </Button>
        <Button
          size="sm"
          variant="ghost"
          aria-pressed={raw}
          className="aria-pressed:bg-selected"
          onClick={() => setRaw(true)}
        >
          Original
        </Button>
        <span className="mr-auto pl-2 text-xs text-faint">{formatBytes(new Blob([detail.raw]).size)}</span>
        <CopyButton text={detail.raw} label="Copy the original" />
      </div>
      {raw ? (
        <RawText text={detail.raw} />
      ) : (
        <ul className="px-3 pb-4 font-mono text-xs">
          {Object.entries(detail.event).map(([key, value]) => (
            <JsonNode key={key} name={key} value={value} path={[key]} field={[key]} row={detail.row} />
          ))}
        </ul>
      )}
    </div>
  );
}

function RawText({ text }: { text: string }) {
  const [all, setAll] = useState(false);
  const cut = !all && text.length > SHOWN_CHARACTERS;
  return (
    <>
      <pre className="px-4 pb-2 font-mono text-xs break-all whitespace-pre-wrap">
        <VisibleText text={cut ? text.slice(0, SHOWN_CHARACTERS) : text} />
      </pre>
      {cut ? (
        <Button className="m-4 mt-0 self-start" onClick={() => setAll(true)}>
          Show the other {formatCount(text.length - SHOWN_CHARACTERS)} characters
        </Button>
      ) : null}
    </>
  );
}
