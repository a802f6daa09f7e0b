'use client';

import { useId } from 'react';
import { useUploadTarget } from '@/components/imports/upload-provider';
import { classNames } from '@/components/ui/class-names';

/** Which cluster the files belong to: a free name, with the known ones as suggestions. */
export function ClusterField() {
  const { cluster, setCluster, problem, clusters } = useUploadTarget();
  const id = useId();
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <label htmlFor={id} className="text-sm text-muted">
        Cluster
      </label>
      <input
        id={id}
        list={`${id}-known`}
        value={cluster}
        onChange={(event) => setCluster(event.target.value)}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : `${id}-problem`}
        autoComplete="off"
        spellCheck={false}
        className={classNames(
          'h-7 w-44 rounded-md border bg-surface px-2 font-mono text-xs text-ink',
          problem === null ? 'border-line-strong' : 'border-danger',
        )}
      />
      <datalist id={`${id}-known`}>
        {clusters.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {problem === null ? null : (
        <span id={`${id}-problem`} className="text-xs text-danger">
          {problem}
        </span>
      )}
    </div>
  );
}
