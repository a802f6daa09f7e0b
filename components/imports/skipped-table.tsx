import { formatCount, formatPlural } from '@/components/ui/format-number';
import { Panel } from '@/components/ui/panel';
import { Table, Td, Th } from '@/components/ui/table';
import { VisibleText } from '@/components/ui/value';
import type { ImportDetail } from '@/lib/ingest/import-answers';

/** What was in the file that is no audit event and is not meant to be one. */
export function SkippedTable({ reasons }: { reasons: ImportDetail['skippedReasons'] }) {
  if (reasons.length === 0) return null;
  const total = reasons.reduce((sum, { count }) => sum + count, 0);
  return (
    <Panel title={`${formatPlural(total, 'value')} skipped`}>
      <Table>
        <thead>
          <tr>
            <Th>What it was</Th>
            <Th align="right">Values</Th>
          </tr>
        </thead>
        <tbody>
          {reasons.map(({ reason, count }) => (
            <tr key={reason}>
              <Td>
                <VisibleText text={reason} />
              </Td>
              <Td align="right">{formatCount(count)}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}
