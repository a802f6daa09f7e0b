'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { askCase } from '@/components/cases/ask-case';
import { inputClass } from '@/components/cases/field-class';
import { useAnnounce } from '@/components/ui/announcer';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { namespaceScopesSchema } from '@/lib/reports/report-answers';
import type { NamespaceScope } from '@/lib/reports/report-request';

/** Namespaces in scope under a name, such as those that hold cardholder data. */
export function ScopeEditor({ scopes }: { scopes: NamespaceScope[] }) {
  const router = useRouter();
  const announce = useAnnounce();
  const [name, setName] = useState('');
  const [namespaces, setNamespaces] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  async function set(scope: NamespaceScope, done: string): Promise<boolean> {
    const result = await askCase('POST', '/api/v1/reports/scopes', namespaceScopesSchema, scope);
    setProblem(result.problem);
    if (result.answer === null) return false;
    announce(done);
    router.refresh();
    return true;
  }
  async function save(event: FormEvent) {
    event.preventDefault();
    const list = namespaces.split(/[\s,]+/).filter((one) => one !== '');
    if (list.length === 0) {
      setProblem('Name at least one namespace, such as payments or shop-*.');
      return;
    }
    if (!(await set({ name: name.trim(), namespaces: list }, `${name} is in scope.`))) return;
    setName('');
    setNamespaces('');
  }

  return (
    <div className="flex flex-col gap-2 p-3 text-sm">
      {scopes.map((scope) => (
        <div key={scope.name} className="flex items-center gap-3">
          <span className="font-medium">{scope.name}</span>
          <span className="min-w-0 flex-1 font-mono text-xs break-words text-muted">{scope.namespaces.join(', ')}</span>
          <Button
            size="sm"
            onClick={() => void set({ ...scope, namespaces: [] }, `${scope.name} was removed.`)}
            aria-label={`Remove ${scope.name}`}
          >
            Remove
          </Button>
        </div>
      ))}
      <form onSubmit={save} className="flex flex-wrap items-center gap-2">
        <input
          aria-label="Name of the scope"
          placeholder="Cardholder data"
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
          className={`${inputClass} w-52!`}
        />
        <input
          aria-label="Namespaces"
          placeholder="payments, shop-*"
          value={namespaces}
          onChange={(event) => setNamespaces(event.target.value)}
          className={`${inputClass} w-auto! min-w-40 flex-1 font-mono text-xs`}
        />
        <Button type="submit">Set</Button>
      </form>
      {problem === null ? null : <Notice>{problem}</Notice>}
      <p className="text-xs text-muted">
        A report of namespaces in scope looks at nothing else. A name that is there already is changed.
      </p>
    </div>
  );
}
