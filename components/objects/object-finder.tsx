import { Button } from '@/components/ui/button';

type FinderProps = { given: Record<string, string>; problem: string | null };

const parts = [
  { name: 'cluster', label: 'Cluster', required: true, hint: '' },
  { name: 'group', label: 'API group', required: false, hint: 'apps; empty for core' },
  { name: 'resource', label: 'Resource', required: true, hint: 'deployments' },
  { name: 'namespace', label: 'Namespace', required: false, hint: 'empty for cluster-scoped' },
  { name: 'name', label: 'Name', required: true, hint: '' },
] as const;

/** Asks which object, where the address does not say it. */
export function ObjectFinder({ given, problem }: FinderProps) {
  return (
    <div className="mx-auto max-w-xl px-6 py-10">
      <h1 className="text-lg font-semibold">Object history</h1>
      <p className="mt-1 text-sm text-muted">
        Every write on one object: who, from where, and what it changed. It opens from each event with an object, too.
      </p>
      {problem ? (
        <p role="status" className="mt-2 text-sm text-danger">
          {problem}
        </p>
      ) : null}
      <form action="/objects" className="mt-4 grid grid-cols-[110px_1fr] items-center gap-x-3 gap-y-2">
        {parts.map(({ name, label, required, hint }) => (
          <label key={name} className="contents">
            <span className="text-muted">{label}</span>
            <input
              name={name}
              required={required}
              defaultValue={given[name] ?? ''}
              placeholder={hint}
              spellCheck={false}
              className="h-7 rounded-md border border-line-strong bg-surface px-2 font-mono text-xs placeholder:text-faint"
            />
          </label>
        ))}
        <span />
        <Button type="submit" variant="primary" className="justify-self-start">
          Show the history
        </Button>
      </form>
    </div>
  );
}
