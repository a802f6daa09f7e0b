import { Command, EmptyState } from '@/components/ui/empty-state';

/** Where audit logs come from, for somebody who has none yet. */
export function NoImports() {
  return (
    <EmptyState title="Nothing imported yet" className="py-6">
      <div className="flex flex-col gap-3">
        <p>
          From a terminal: <Command>npm run import -- audit.log</Command>
        </p>
        <p>
          No audit log yet? Start kube-apiserver with <Command>--audit-policy-file=policy.yaml</Command> and{' '}
          <Command>--audit-log-path=/var/log/kubernetes/audit.log</Command>, then bring that file here.
        </p>
      </div>
    </EmptyState>
  );
}
