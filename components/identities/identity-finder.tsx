import { Button } from '@/components/ui/button';

/** Asks whose timeline, where the address does not say it. */
export function IdentityFinder({ cluster }: { cluster: string | null }) {
  return (
    <div className="mx-auto max-w-xl px-6 py-10">
      <h1 className="text-lg font-semibold">Session timeline</h1>
      <p className="mt-1 text-sm text-muted">
        What one identity did over time, by source IP and user agent. It opens from each event, too.
      </p>
      <form action="/identities" className="mt-4 grid grid-cols-[110px_1fr] items-center gap-x-3 gap-y-2">
        <label className="contents">
          <span className="text-muted">User</span>
          <input
            name="user"
            required
            placeholder="alice@example.com; * stands for anything"
            spellCheck={false}
            className="h-7 rounded-md border border-line-strong bg-surface px-2 font-mono text-xs placeholder:text-faint"
          />
        </label>
        {cluster === null ? null : <input type="hidden" name="cluster" value={cluster} />}
        <span />
        <Button type="submit" variant="primary" className="justify-self-start">
          Show the timeline
        </Button>
      </form>
    </div>
  );
}
