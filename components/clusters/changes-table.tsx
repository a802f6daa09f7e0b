import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { AdminAction } from '@/lib/retention/cluster-overview-answers';

/** In words what the record names by a key. */
const actionWords: Record<string, string> = {
  'cluster.redact': 'Replacing secrets',
  'cluster.retention': 'What is kept',
  'cluster.dropWhenFull': 'Removal when the disk is full',
  'retention.drop': 'Removal of old events',
};

/** Who changed what when, and what retention decided. */
export function ChangesTable({ actions }: { actions: readonly AdminAction[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label="Changes of settings" tabIndex={0} className="overflow-x-auto xl:overflow-x-visible">
      <Table className="min-w-[760px]">
        <thead>
          <tr>
            <Th>When</Th>
            <Th>Cluster</Th>
            <Th>What</Th>
            <Th>Before</Th>
            <Th className="w-full">After</Th>
            <Th>By</Th>
          </tr>
        </thead>
        <tbody>
          {actions.map(({ at, cluster, action, before, after, actor }) => (
            <tr key={`${at} ${action} ${cluster}`}>
              <Td>
                <Time at={at} short />
              </Td>
              <Td className="font-mono text-xs whitespace-nowrap">{cluster ?? 'all'}</Td>
              <Td className="whitespace-nowrap">{actionWords[action] ?? action}</Td>
              <Td className="whitespace-nowrap text-muted">{wordsOf(before)}</Td>
              <Td className="min-w-56">{wordsOf(after)}</Td>
              <Td className="whitespace-nowrap">{actor}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}

function wordsOf(value: string | null): string {
  if (value === 'true') return 'on';
  return value === 'false' ? 'off' : (value ?? '');
}
