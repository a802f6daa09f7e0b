'use client';

import { useId, useState } from 'react';
import { useClusterChange } from '@/components/clusters/use-cluster-change';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { STORE_SECRETS } from '@/lib/ingest/cluster-answers';
import type { ClusterHoldings } from '@/lib/retention/cluster-overview-answers';

/** Whether secrets are replaced at the door. Turning that off has to be written out: it cannot be taken back. */
export function RedactionSetting({ cluster: { name, redact } }: { cluster: ClusterHoldings }) {
  const { send, sending, problem } = useClusterChange(name);
  const [asking, setAsking] = useState(false);
  const [words, setWords] = useState('');
  const id = useId();

  async function storeSecrets() {
    if (await send({ redact: false, confirm: STORE_SECRETS })) setAsking(false);
  }

  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">Secrets</legend>
      <div className="flex items-center gap-2 text-sm">
        <button
          type="button"
          role="switch"
          aria-checked={redact}
          aria-labelledby={`${id}-label`}
          aria-describedby={`${id}-words`}
          disabled={sending}
          onClick={() => (redact ? setAsking(true) : void send({ redact: true }))}
          className={`flex h-5 w-9 shrink-0 items-center rounded-full border p-0.5 ${redact ? 'justify-end border-accent bg-accent' : 'justify-start border-line-strong bg-sunken'}`}
        >
          <span aria-hidden className={`size-3.5 rounded-full ${redact ? 'bg-accent-ink' : 'bg-muted'}`} />
        </button>
        <span id={`${id}-label`}>Replace secrets before anything is stored</span>
      </div>
      <p id={`${id}-words`} className="text-xs text-muted">
        {redact
          ? 'Data of Secrets, tokens, passwords and private keys become keyed hashes.'
          : 'Secrets of new events are stored as they are: everybody who can read events can read them.'}
      </p>
      {problem === null ? null : (
        <p role="alert" className="text-xs text-danger">
          {problem}
        </p>
      )}
      <Dialog open={asking} onOpenChange={setAsking} title={`Store secrets of ${name}?`}>
        <form
          className="flex flex-col gap-3 p-4 text-sm"
          onSubmit={(event) => {
            event.preventDefault();
            void storeSecrets();
          }}
        >
          <p>
            Data of Secrets, tokens and passwords of new events will be readable by everybody who can read events, and
            cannot be removed one by one. What is stored already does not change.
          </p>
          <label className="flex flex-col gap-1">
            <span>
              Write <b className="font-mono">{STORE_SECRETS}</b> to confirm
            </span>
            <input
              value={words}
              onChange={(event) => setWords(event.target.value)}
              autoComplete="off"
              spellCheck={false}
              className="h-7 w-60 rounded-md border border-line-strong bg-surface px-2 font-mono text-xs text-ink"
            />
          </label>
          <div className="flex justify-end gap-2">
            <Button onClick={() => setAsking(false)}>Keep replacing them</Button>
            <Button type="submit" variant="danger" disabled={words.trim() !== STORE_SECRETS || sending}>
              Store secrets
            </Button>
          </div>
        </form>
      </Dialog>
    </fieldset>
  );
}
