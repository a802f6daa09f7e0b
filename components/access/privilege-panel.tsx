'use client';

import { Download, X } from 'lucide-react';
import { PrivilegeNotes } from '@/components/access/privilege-notes';
import { useAccessParams } from '@/components/access/use-access-params';
import { Button, IconButton } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { formatPlural } from '@/components/ui/format-number';
import { Value } from '@/components/ui/value';
import type { LeastPrivilege } from '@/lib/access/privilege-answers';

/** The role that an identity would have needed, to copy and to keep. */
export function PrivilegePanel({ privilege }: { privilege: LeastPrivilege }) {
  const { params, change } = useAccessParams();
  const { observed, user, yaml, fileName, rules } = privilege;
  return (
    <article className="flex flex-col gap-3 p-4">
      <header className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <h2 className="flex text-base font-semibold">
            <Value text={user} />
          </h2>
          <p className="text-sm text-muted" data-testid="privilege-basis">
            {formatPlural(observed.events, 'allowed event')} on {observed.days.length} of{' '}
            {formatPlural(observed.windowDays, 'recorded day')}, {observed.days[0]} to {observed.days.at(-1)} UTC
            {observed.coveragePercent === null ? '' : ` · ${observed.coveragePercent} % of the log recorded`}
          </p>
        </div>
        <IconButton label="Close" onClick={() => change({ identity: null, of: null })}>
          <X size={14} aria-hidden />
        </IconButton>
      </header>
      <PrivilegeNotes privilege={privilege} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
        <Choice name="names" label="Only the names that were seen" params={params} onChange={change} />
        <Choice name="defaults" label="With what everybody may anyway" params={params} onChange={change} />
        <span className="flex-1" />
        <span className="text-xs text-muted">{formatPlural(rules.length, 'rule')}</span>
        <Button onClick={() => download(fileName, yaml)}>
          <Download size={13} aria-hidden />
          Download
        </Button>
      </div>
      <figure className="m-0 rounded-md border border-line bg-sunken">
        <figcaption className="flex h-8 items-center justify-between border-b border-line pr-1 pl-3 font-mono text-xs text-muted">
          {fileName}
          <CopyButton text={yaml} label="Copy the YAML" />
        </figcaption>
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by the keyboard
          tabIndex={0}
          data-testid="privilege-yaml"
          className="m-0 max-h-[60vh] overflow-auto px-3 py-2 font-mono text-xs"
        >
          {yaml}
        </pre>
      </figure>
    </article>
  );
}

type ChoiceProps = {
  name: string;
  label: string;
  params: URLSearchParams;
  onChange: (changes: Record<string, string | null>) => void;
};

function Choice({ name, label, params, onChange }: ChoiceProps) {
  return (
    <label className="flex items-center gap-1.5">
      <input
        type="checkbox"
        // Uncontrolled: it answers the click at once, and the URL follows.
        key={params.get(name)}
        defaultChecked={params.get(name) === 'true'}
        onChange={(event) => onChange({ [name]: event.target.checked ? 'true' : null })}
        className="accent-accent"
      />
      {label}
    </label>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
