'use client';

import { PackLine } from '@/components/packs/pack-line';
import { usePack } from '@/components/packs/use-pack';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { Time } from '@/components/ui/time';
import { isPacking, type Pack } from '@/lib/packs/pack-answers';

/** Evidence packs of the case: one is asked for here, made in the background, and fetched when it is done. */
export function CasePacks({ caseId, packs }: { caseId: number; packs: readonly Pack[] }) {
  const newest = packs[0] ?? null;
  const { pack, problem, ask, cancel } = usePack(newest);
  const earlier = packs.filter(({ id }) => id !== pack?.id);
  return (
    <Panel
      title="Evidence pack"
      aside={
        pack !== null && isPacking(pack) ? null : (
          <Button size="sm" onClick={() => void ask({ case: caseId })}>
            Make a pack
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-3 p-3">
        <p className="text-xs text-muted">
          One ZIP with everything pinned here, its context and its originals, the record of the case, proofs and a
          verifier that needs only Node.js. Kept for 7 days.
        </p>
        {problem === null ? null : <Notice>{problem}</Notice>}
        {pack === null ? null : <PackEntry pack={pack} onCancel={() => void cancel()} />}
        {earlier.map((one) => (
          <PackEntry key={one.id} pack={one} onCancel={() => undefined} />
        ))}
      </div>
    </Panel>
  );
}

function PackEntry({ pack, onCancel }: { pack: Pack; onCancel: () => void }) {
  return (
    <div className="border-t border-line pt-2">
      <p className="text-xs text-muted">
        <Time at={pack.createdAt} short />
      </p>
      <PackLine pack={pack} onCancel={onCancel} />
    </div>
  );
}
