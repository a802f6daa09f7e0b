'use client';

import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { VisibleText } from '@/components/ui/value';
import { isVerifying, type Verification } from '@/lib/verify/evidence-answers';
import type { VerifyReport } from '@/lib/verify/verify-report';
import { useVerification } from './use-verification';
import { describeVerification, placeOf } from './verification-words';

/** The last verification: its result first, then the first bad places; a button for the next one. */
export function VerificationPanel({ initial }: { initial: Verification | null }) {
  const { verification, problem, start, cancel } = useVerification(initial);
  const running = verification !== null && isVerifying(verification);
  return (
    <Panel
      title="Verification"
      aside={
        running ? (
          <Button size="sm" onClick={cancel}>
            Cancel
          </Button>
        ) : (
          <Button size="sm" variant="primary" onClick={start}>
            Verify now
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-2 px-3 py-2 text-sm">
        <p>
          {verification === null ? 'Nothing was verified here yet.' : describeVerification(verification)}{' '}
          {verification?.finishedAt ? <Time at={verification.finishedAt} short /> : null}
        </p>
        {running ? (
          <progress
            aria-label="Progress of the verification"
            className="h-1.5 w-full accent-accent"
            max={Math.max(1, verification.blocksTotal)}
            value={verification.blocksChecked}
          />
        ) : null}
        {problem === null ? null : <Notice>{problem}</Notice>}
        {verification?.report && !running ? <Report report={verification.report} /> : null}
        <p className="text-xs text-muted">
          Compares every block, event, index row and count with the evidence, and the evidence with the signed
          checkpoints. The same on the command line: <code className="font-mono">npm run verify</code>.
        </p>
      </div>
    </Panel>
  );
}

const SHOWN = 20;

function Report({ report }: { report: VerifyReport }) {
  return (
    <>
      {report.notices.map((notice) => (
        <p key={notice} className="text-xs text-muted">
          <VisibleText text={notice} />
        </p>
      ))}
      {report.findings.length === 0 ? null : (
        <>
          <Notice>The first bad place is the first row.</Notice>
          <div className="overflow-x-auto">
            <Table>
              <thead>
                <tr>
                  <Th>Place</Th>
                  <Th>Kind</Th>
                  <Th>Expected and found</Th>
                </tr>
              </thead>
              <tbody>
                {report.findings.slice(0, SHOWN).map((finding) => (
                  <tr key={`${finding.kind} ${finding.cluster} ${finding.block} ${finding.event} ${finding.message}`}>
                    <Td className="whitespace-nowrap">
                      <VisibleText text={placeOf(finding)} />
                    </Td>
                    <Td className="whitespace-nowrap">{finding.kind}</Td>
                    <Td className="min-w-96 break-words">
                      <VisibleText text={finding.message} />
                    </Td>
                  </tr>
                ))}
              </tbody>
            </Table>
          </div>
        </>
      )}
    </>
  );
}
