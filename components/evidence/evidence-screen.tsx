import { EvidenceRole } from '@/components/evidence/evidence-role';
import { LogTable } from '@/components/evidence/log-table';
import { VerificationPanel } from '@/components/evidence/verification-panel';
import { CopyButton } from '@/components/ui/copy-button';
import { Panel } from '@/components/ui/panel';
import { Value, VisibleText } from '@/components/ui/value';
import type { EvidenceStatus } from '@/lib/verify/evidence-answers';

/** What proves the events: logs and checkpoints, the last verification, and plainly what cannot be seen from here. */
export function EvidenceScreen({ status }: { status: EvidenceStatus }) {
  return (
    <div className="mx-auto flex max-w-[1360px] flex-col gap-3 p-4">
      <h1 className="text-lg font-semibold">Evidence</h1>
      <VerificationPanel initial={status.verification} />
      <Panel title="Logs">
        <LogTable clusters={status.clusters} />
      </Panel>
      <Panel title="Public key">
        <div className="flex flex-col gap-2 px-3 py-2 text-sm">
          {status.publicKey === null ? (
            <p>No key yet: it is made with the first checkpoint.</p>
          ) : (
            <p className="flex min-w-0 items-center gap-1">
              <span className="shrink-0 text-muted">Ed25519</span>
              <Value text={status.publicKey} mono />
              <CopyButton text={status.publicKey} label="Copy the public key" />
            </p>
          )}
          <p className="text-xs text-muted">
            Its private half is a file outside of the database. Keep a copy of this line elsewhere: it is what a
            receiver of evidence checks signatures with.
          </p>
        </div>
      </Panel>
      <Panel title="What shows only against a checkpoint outside">
        <div className="flex flex-col gap-2 px-3 py-2 text-sm">
          <p>
            A verification finds every change of a block, a row or a count. Two things it cannot find from the database
            alone, because a database that was treated so is consistent in itself: that the end of a log was cut off
            together with its checkpoints, and that all of it was rewritten. The owner of the tables or a superuser can
            switch off the triggers that refuse such changes.
          </p>
          <EvidenceRole rights={status.rights} />
          <p>Both show against a checkpoint that was kept where they cannot write. Checkpoints are written to:</p>
          <ul className="list-disc pl-5">
            {status.outlets.map((outlet) => (
              <li key={outlet}>
                <VisibleText text={outlet} />
              </li>
            ))}
          </ul>
          <p className="text-xs text-muted">
            PLUMBLINE_CHECKPOINT_FILE and PLUMBLINE_CHECKPOINT_WEBHOOK name places on another machine. Compare with{' '}
            <code className="font-mono">npm run verify -- --checkpoint FILE</code>.
          </p>
        </div>
      </Panel>
    </div>
  );
}
