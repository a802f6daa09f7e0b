'use client';

import { useState } from 'react';
import { useClusterChange } from '@/components/clusters/use-cluster-change';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { describeRetention, type Retention, retentionSchema } from '@/lib/ingest/cluster-answers';
import type { ClusterHoldings } from '@/lib/retention/cluster-overview-answers';

const GIGABYTE = 1e9;

type Draft = { kind: 'all' | 'days' | 'bytes'; days: string; gigabytes: string; dropWhenFull: boolean };

/** How much is kept: everything, days, or a size. What that removes cannot be brought back, so it is asked once more. */
export function RetentionSetting({ cluster }: { cluster: ClusterHoldings }) {
  const { send, sending, problem } = useClusterChange(cluster.name);
  const [draft, setDraft] = useState(() => draftOf(cluster));
  const [asking, setAsking] = useState<Retention>(null);
  const parsed = retentionSchema.safeParse(wantedOf(draft));
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));

  async function save(retention: Retention) {
    await send({ retention, dropWhenFull: draft.dropWhenFull });
    setAsking(null);
  }

  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (!parsed.success) return;
        if (parsed.data === null) void save(null);
        else setAsking(parsed.data);
      }}
    >
      <fieldset className="flex flex-col gap-1 text-sm">
        <legend className="mb-1.5 text-sm font-medium">Retention</legend>
        <Choice name={cluster.name} label="Keep everything" kind="all" draft={draft} onChoose={change} />
        <Choice name={cluster.name} label="Keep the last" kind="days" draft={draft} onChoose={change}>
          <Amount
            label="Days to keep"
            value={draft.days}
            onChange={(days) => change({ days, kind: 'days' })}
            unit="days (UTC), and today"
          />
        </Choice>
        <Choice name={cluster.name} label="Keep about" kind="bytes" draft={draft} onChoose={change}>
          <Amount
            label="Gigabytes to keep"
            value={draft.gigabytes}
            onChange={(gigabytes) => change({ gigabytes, kind: 'bytes' })}
            unit="GB of evidence and index"
          />
        </Choice>
        <label className="flex min-h-7 items-center gap-2">
          <input
            type="checkbox"
            className="accent-accent"
            checked={draft.dropWhenFull}
            onChange={(event) => change({ dropWhenFull: event.target.checked })}
          />
          Remove the oldest days when the disk is nearly full
        </label>
      </fieldset>
      <div className="flex items-center gap-3">
        <Button
          type="submit"
          disabled={!parsed.success || sending}
          aria-label={`Save the retention of ${cluster.name}`}
        >
          Save
        </Button>
        <p className="text-xs text-muted">
          Whole days go, the oldest first, never the newest. What went stays on record, signed, with its hashes.
        </p>
      </div>
      {problem === null ? null : (
        <p role="alert" className="text-xs text-danger">
          {problem}
        </p>
      )}
      <Dialog open={asking !== null} onOpenChange={() => setAsking(null)} title={`Keep ${describeRetention(asking)}?`}>
        <div className="flex flex-col gap-3 p-4 text-sm">
          <p>
            Events of {cluster.name} beyond that are removed for good, within minutes and from then on. They can no
            longer be found, read or exported.
          </p>
          <div className="flex justify-end gap-2">
            <Button onClick={() => setAsking(null)}>Cancel</Button>
            <Button variant="danger" disabled={sending} onClick={() => void save(asking)}>
              Remove what is beyond
            </Button>
          </div>
        </div>
      </Dialog>
    </form>
  );
}

type ChoiceProps = {
  name: string;
  label: string;
  kind: Draft['kind'];
  draft: Draft;
  onChoose: (part: Partial<Draft>) => void;
  children?: React.ReactNode;
};

function Choice({ name, label, kind, draft, onChoose, children }: ChoiceProps) {
  return (
    <div className="flex min-h-7 items-center gap-2">
      <label className="flex items-center gap-2">
        <input
          type="radio"
          className="accent-accent"
          name={`retention-${name}`}
          checked={draft.kind === kind}
          onChange={() => onChoose({ kind })}
        />
        {label}
      </label>
      {children}
    </div>
  );
}

type AmountProps = { label: string; value: string; unit: string; onChange: (value: string) => void };

function Amount({ label, value, unit, onChange }: AmountProps) {
  return (
    <>
      <input
        aria-label={label}
        inputMode="decimal"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoComplete="off"
        className="h-7 w-20 rounded-md border border-line-strong bg-surface px-2 text-right text-sm tabular-nums text-ink"
      />
      <span className="text-muted">{unit}</span>
    </>
  );
}

function draftOf({ retention, dropWhenFull }: ClusterHoldings): Draft {
  const days = retention && 'days' in retention ? String(retention.days) : '';
  const gigabytes = retention && 'bytes' in retention ? String(retention.bytes / GIGABYTE) : '';
  return { kind: days ? 'days' : gigabytes ? 'bytes' : 'all', days, gigabytes, dropWhenFull };
}

function wantedOf({ kind, days, gigabytes }: Draft): unknown {
  if (kind === 'days') return { days: days.trim() === '' ? null : Number(days) };
  if (kind === 'bytes') return { bytes: Math.round(Number(gigabytes) * GIGABYTE) };
  return null;
}
