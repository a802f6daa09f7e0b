import { Command } from '@/components/ui/empty-state';

/** Where audit logs come from, for somebody who has none yet. */
export function NoImports() {
  return (
    <section className="mx-auto flex max-w-2xl flex-col items-center gap-3 px-4 py-4 text-center text-sm text-muted">
      <h2 className="text-base font-semibold text-ink">Nothing imported yet</h2>
      <p>
        From a terminal: <Command>npm run import -- audit.log</Command>
      </p>
      <p className="leading-7">
        No audit log yet? Start kube-apiserver with <Command>--audit-policy-file=policy.yaml</Command> and{' '}
        <Command>--audit-log-path=/var/log/kubernetes/audit.log</Command>, then bring that file here.
      </p>
    </section>
  );
}
