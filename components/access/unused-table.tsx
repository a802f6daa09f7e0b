import { EventLink } from '@/components/access/event-link';
import { eventsHref } from '@/components/shell/page-url';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { Value } from '@/components/ui/value';
import type { UnusedBinding } from '@/lib/access/privilege-answers';

/** Bindings that were written and that nothing used: the first to take away. */
export function UnusedTable({ unused, cluster }: { unused: readonly UnusedBinding[]; cluster: string }) {
  if (unused.length === 0) {
    return (
      <p className="p-3 text-sm text-muted">
        Every binding that a write in the record left in place was used. Those from before the record are not known to
        it.
      </p>
    );
  }
  const query = eventsHref({ cluster: [cluster], apiGroup: ['rbac.authorization.k8s.io'] }).split('?')[1] ?? '';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by the keyboard
    <section aria-label="Bindings without use" tabIndex={0} className="overflow-x-auto xl:overflow-x-visible">
      <Table>
        <thead>
          <tr>
            <Th>Binding</Th>
            <Th>Role</Th>
            <Th>To</Th>
            <Th>Written</Th>
            <Th>By</Th>
          </tr>
        </thead>
        <tbody>
          {unused.map(({ kind, namespace, name, role, subjects, id, at, by }) => (
            <tr key={`${kind} ${namespace} ${name}`} className="hover:bg-hover">
              <Td className="max-w-72">
                <Value text={`${kind} ${namespace === null ? '' : `${namespace}/`}${name}`} />
              </Td>
              <Td className="max-w-60">{role === null ? <Unknown /> : <Value text={role} />}</Td>
              <Td className="max-w-72">{subjects.length === 0 ? <Unknown /> : <Value text={subjects.join(', ')} />}</Td>
              <Td>
                <EventLink id={id} query={query}>
                  <Time at={at} short />
                </EventLink>
              </Td>
              <Td className="max-w-60">
                <Value text={by ?? 'no user name'} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}

function Unknown() {
  return <span className="text-faint italic">not recorded</span>;
}
