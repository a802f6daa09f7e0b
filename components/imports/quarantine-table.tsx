import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { formatCount, formatPlural } from '@/components/ui/format-number';
import { Panel } from '@/components/ui/panel';
import { Table, Td, Th } from '@/components/ui/table';
import { VisibleText } from '@/components/ui/value';
import type { ImportDetail } from '@/lib/ingest/import-answers';

type QuarantineTableProps = { detail: ImportDetail; firstPage: boolean };

/** Every line that could not be taken, where it stands in the file, why, and how it begins. Its text is shown as text. */
export function QuarantineTable({ detail, firstPage }: QuarantineTableProps) {
  const { quarantined, import: file, nextQuarantineCursor } = detail;
  if (file.quarantined === 0 && quarantined.length === 0) return null;
  return (
    <Panel
      title={`${formatPlural(file.quarantined, 'quarantined line')}`}
      aside={<span className="text-xs text-muted">kept with the reason, and left out of every count of events</span>}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section aria-label="Quarantined lines" tabIndex={0} className="overflow-x-auto xl:overflow-x-visible">
        <Table className="min-w-[720px]">
          <thead>
            <tr>
              <Th align="right">Line</Th>
              <Th align="right">Byte offset</Th>
              <Th align="right">Bytes</Th>
              <Th>Reason</Th>
              <Th>Begins with</Th>
            </tr>
          </thead>
          <tbody>
            {quarantined.map((line) => (
              <tr key={`${line.lineNumber}-${line.byteOffset}`} className="align-top hover:bg-hover">
                <Td align="right" className="py-1">
                  {formatCount(line.lineNumber)}
                </Td>
                <Td align="right" className="py-1 text-muted">
                  {formatCount(line.byteOffset)}
                </Td>
                <Td align="right" className="py-1 text-muted">
                  {formatCount(line.byteLength)}
                </Td>
                <Td className="max-w-80 min-w-48 py-1 break-words">
                  <VisibleText text={line.reason} />
                </Td>
                <Td className="py-1">
                  <span className="flex items-start gap-1">
                    <code className="line-clamp-3 min-w-0 flex-1 font-mono text-xs break-all whitespace-pre-wrap">
                      <VisibleText text={line.head} />
                    </code>
                    <CopyButton text={line.head} label={`Copy the beginning of line ${line.lineNumber}`} />
                  </span>
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </section>
      {firstPage && nextQuarantineCursor === null ? null : (
        <nav aria-label="Pages of quarantined lines" className="flex gap-2 px-3 py-2">
          {firstPage ? null : (
            <Link href={`/imports/${file.id}`} className={buttonClass('secondary', 'sm')}>
              First lines
            </Link>
          )}
          {nextQuarantineCursor === null ? null : (
            <Link href={`/imports/${file.id}?after=${nextQuarantineCursor}`} className={buttonClass('secondary', 'sm')}>
              Next lines
            </Link>
          )}
        </nav>
      )}
    </Panel>
  );
}
