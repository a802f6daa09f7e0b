'use client';

import { PackLine } from '@/components/packs/pack-line';
import { usePack } from '@/components/packs/use-pack';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

/** An evidence pack of the query: made in the background, so that the dialog can be left and asked again. */
export function PackOffer({ query }: { query: string }) {
  const { pack, problem, ask, cancel } = usePack(null);
  return (
    <section aria-label="Evidence pack" className="flex flex-col gap-2 rounded-md border border-line p-3">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h3 className="text-sm font-semibold">Evidence pack</h3>
          <p className="text-xs text-muted">
            For somebody who has to believe it: originals, CSV, proofs of every event, signed checkpoints, who did what,
            and a verifier that needs only Node.js. Made in the background, kept for 7 days.
          </p>
        </div>
        {pack === null ? <Button onClick={() => void ask({ query })}>Make a pack</Button> : null}
      </div>
      {problem === null ? null : <Notice>{problem}</Notice>}
      {pack === null ? null : <PackLine pack={pack} onCancel={() => void cancel()} />}
    </section>
  );
}
