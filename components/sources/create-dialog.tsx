'use client';

import { type FormEvent, useState } from 'react';
import { askServer } from '@/components/sources/ask-server';
import { NewToken } from '@/components/sources/new-token';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { TextField } from '@/components/ui/text-field';
import { clusterNameSchema } from '@/lib/ingest/cluster-name';
import { newSourceSchema } from '@/lib/ingest/receiver/source-answers';
import { tokenLabelSchema } from '@/lib/ingest/receiver/token-label';

type CreateDialogProps = { clusters: readonly string[]; onClose: () => void; onCreated: () => Promise<void> };

/** A new source: what it is, and then, once, its token with ready-made set-ups. */
export function CreateDialog({ clusters, onClose, onCreated }: CreateDialogProps) {
  const [cluster, setCluster] = useState(clusters.length === 1 ? (clusters[0] ?? '') : '');
  const [label, setLabel] = useState('');
  const [checked, setChecked] = useState(false);
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [token, setToken] = useState<string | null>(null);
  const clusterProblem = clusterNameSchema.safeParse(cluster).error?.issues[0]?.message ?? null;
  const labelProblem = tokenLabelSchema.safeParse(label).error?.issues[0]?.message ?? null;

  async function create(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (clusterProblem !== null || labelProblem !== null) return;
    setAsked(true);
    const result = await askServer(`/api/v1/sources?${new URLSearchParams({ cluster, label })}`, newSourceSchema);
    setAsked(false);
    setProblem(result.problem);
    if (result.answer === null) return;
    setToken(result.answer.token);
    await onCreated();
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={token === null ? 'Add a source' : 'The token of the new source'}
      className="w-[720px]!"
    >
      {token === null ? (
        <form onSubmit={(event) => void create(event)} className="flex flex-col gap-3 p-4" noValidate>
          <TextField
            label="Cluster"
            value={cluster}
            onChange={setCluster}
            problem={checked ? clusterProblem : null}
            suggestions={clusters}
            hint="All events of this source are kept under this name."
          />
          <TextField
            label="Label"
            value={label}
            onChange={setLabel}
            problem={checked ? labelProblem : null}
            hint="What sends, such as “kube-apiserver cp-1” or “Fluent Bit”."
          />
          {problem === null ? null : <Notice>{problem}</Notice>}
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" type="submit" disabled={asked}>
              Create the token
            </Button>
          </div>
        </form>
      ) : (
        <NewToken token={token} onClose={onClose} />
      )}
    </Dialog>
  );
}
