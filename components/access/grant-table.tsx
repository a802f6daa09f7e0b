import { bindingWords, roleWords, subjectWords } from '@/components/access/grant-words';
import { formatCount } from '@/components/ui/format-number';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { Value } from '@/components/ui/value';
import type { UsedGrant } from '@/lib/access/privilege-answers';

/** The one with most events first. */
export function GrantTable({ used }: { used: readonly UsedGrant[] }) {
  if (used.length === 0) return <p className="p-3 text-sm text-muted">No event that was read names a grant.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by the keyboard
    <section aria-label="Bindings in use" tabIndex={0} className="overflow-x-auto xl:overflow-x-visible">
      <Table>
        <thead>
          <tr>
            <Th>Binding</Th>
            <Th>Role</Th>
            <Th>To</Th>
            <Th align="right">Events</Th>
            <Th align="right">Identities</Th>
            <Th align="right">Days</Th>
            <Th>Last used</Th>
          </tr>
        </thead>
        <tbody>
          {used.map(({ grant, reason, events, users, topUsers, days, last }) => (
            <tr key={reason} className="hover:bg-hover">
              {grant ? (
                <>
                  <Td className="max-w-72 max-xl:max-w-44">
                    <Value text={bindingWords(grant)} />
                  </Td>
                  <Td className="max-w-60 max-xl:max-w-40">
                    <Value text={roleWords(grant)} />
                  </Td>
                  <Td className="max-w-64 max-xl:max-w-44">
                    <Value text={subjectWords(grant)} />
                  </Td>
                </>
              ) : (
                <Td colSpan={3} className="max-w-96 text-muted">
                  <Value text={reason} />
                </Td>
              )}
              <Td align="right">{formatCount(events)}</Td>
              <Td align="right" title={topUsers.map(({ user }) => user ?? 'no user name').join(', ')}>
                {formatCount(users)}
              </Td>
              <Td align="right">{formatCount(days)}</Td>
              <Td>
                <Time at={last} short />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
