'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { askCase } from '@/components/cases/ask-case';
import { inputClass } from '@/components/cases/field-class';
import { FormField } from '@/components/reports/form-field';
import { useTimeText } from '@/components/reports/use-time-text';
import { useAnnounce } from '@/components/ui/announcer';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useShownZone } from '@/components/ui/use-shown-zone';
import { VisibleText } from '@/components/ui/value';
import { type Control, madeReportSchema, reportSchedulesSchema, schedulePaces } from '@/lib/reports/report-answers';
import type { NamespaceScope } from '@/lib/reports/report-request';

type FormProps = {
  controls: Control[];
  clusters: string[];
  scopes: NamespaceScope[];
  /** The end is not part of it. */
  period: { from: string; to: string };
};

/** What a report is made of: control, period, cluster, scope; once or on a schedule. */
export function NewReportForm({ controls, clusters, scopes, period }: FormProps) {
  const router = useRouter();
  const announce = useAnnounce();
  const [control, setControl] = useState(controls[0]?.id ?? '');
  const [every, setEvery] = useState('once');
  const [zone, setZone] = useShownZone();
  const from = useTimeText(period.from, zone);
  const to = useTimeText(period.to, zone);
  const [cluster, setCluster] = useState('');
  const [scope, setScope] = useState('');
  const [query, setQuery] = useState('');
  const [pseudonyms, setPseudonyms] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const chosen = controls.find(({ id }) => id === control);
  const once = every === 'once';

  async function make(event: FormEvent) {
    event.preventDefault();
    const instants = { from: from.instant(), to: to.instant() };
    const wrong = instants.from === null ? `From: “${from.text}”` : instants.to === null ? `To: “${to.text}”` : null;
    if (once && wrong !== null) {
      setProblem(`${wrong} is not a time: expected one such as 2026-11-21 03:25, 2026-11-21, or now-24h.`);
      return;
    }
    setSending(true);
    const wanted = {
      control,
      clusters: cluster === '' ? [] : [cluster],
      scope: scope === '' ? null : scope,
      query,
      pseudonyms,
    };
    const result = once
      ? await askCase('POST', '/api/v1/reports', madeReportSchema, {
          ...wanted,
          ...instants,
        })
      : await askCase('POST', '/api/v1/reports/schedules', reportSchedulesSchema, { ...wanted, every });
    setSending(false);
    setProblem(result.problem);
    if (result.answer === null) return;
    announce(once ? `${control} is being made.` : `${control} will be made ${every}.`);
    router.refresh();
  }

  return (
    <form onSubmit={make} className="flex flex-col gap-3 p-3">
      <div className="grid grid-cols-1 gap-3 md:grid-cols-2 xl:grid-cols-4">
        <FormField label="Report" className="md:col-span-2">
          {(id) => (
            <select id={id} value={control} onChange={(event) => setControl(event.target.value)} className={inputClass}>
              {groupsOf(controls).map(([framework, members]) => (
                <optgroup key={framework} label={framework}>
                  {members.map((one) => (
                    <option key={one.id} value={one.id}>
                      {one.id}: {one.title}
                    </option>
                  ))}
                </optgroup>
              ))}
            </select>
          )}
        </FormField>
        <FormField label="Cluster">
          {(id) => (
            <select id={id} value={cluster} onChange={(event) => setCluster(event.target.value)} className={inputClass}>
              <option value="">All clusters</option>
              {clusters.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          )}
        </FormField>
        <FormField label="Namespaces in scope">
          {(id) => (
            <select id={id} value={scope} onChange={(event) => setScope(event.target.value)} className={inputClass}>
              <option value="">All namespaces</option>
              {scopes.map(({ name, namespaces }) => (
                <option key={name} value={name}>
                  {name}: {namespaces.join(', ')}
                </option>
              ))}
            </select>
          )}
        </FormField>
        <FormField label="How often">
          {(id) => (
            <select id={id} value={every} onChange={(event) => setEvery(event.target.value)} className={inputClass}>
              <option value="once">Once</option>
              {schedulePaces.map((pace) => (
                <option key={pace} value={pace}>
                  {pace === 'daily'
                    ? 'Daily, of the day before'
                    : pace === 'weekly'
                      ? 'Weekly, of the week before'
                      : 'Monthly, of the month before'}
                </option>
              ))}
            </select>
          )}
        </FormField>
        {(
          [
            ['From', from],
            ['To, not included', to],
          ] as const
        ).map(([label, bound]) => (
          <FormField key={label} label={`${label} (${zone === 'utc' ? 'UTC' : 'local time'})`}>
            {(id) => (
              <input
                id={id}
                required={once}
                disabled={!once}
                value={bound.text}
                onChange={(event) => bound.setText(event.target.value)}
                placeholder="2026-11-21 03:25, or now-24h"
                autoComplete="off"
                spellCheck={false}
                className={`${inputClass} tabular-nums`}
              />
            )}
          </FormField>
        ))}
        <FormField label="Times in">
          {(id) => (
            <select
              id={id}
              value={zone}
              onChange={(event) => setZone(event.target.value === 'local' ? 'local' : 'utc')}
              className={inputClass}
            >
              <option value="utc">UTC</option>
              <option value="local">Local time</option>
            </select>
          )}
        </FormField>
        <FormField label="Further query" className="md:col-span-2 xl:col-span-4">
          {(id) => (
            <input
              id={id}
              value={query}
              onChange={(event) => setQuery(event.target.value)}
              placeholder="user:*@example.com"
              autoComplete="off"
              spellCheck={false}
              className={`${inputClass} font-mono text-xs`}
            />
          )}
        </FormField>
      </div>
      {problem === null ? null : <Notice>{problem}</Notice>}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 flex-1 text-sm text-muted">
          {chosen ? <VisibleText text={chosen.question} /> : null}
          {chosen && !chosen.namespaced && scope !== ''
            ? ' It is about the cluster as a whole: the scope is not applied.'
            : ''}
        </p>
        <label className="flex items-center gap-1.5 text-sm">
          <input type="checkbox" checked={pseudonyms} onChange={(event) => setPseudonyms(event.target.checked)} />
          Pseudonyms for users and addresses
        </label>
        <Button type="submit" variant="primary" disabled={sending || control === ''}>
          {once ? 'Make the report' : 'Put on a schedule'}
        </Button>
      </div>
    </form>
  );
}

function groupsOf(controls: readonly Control[]): [string, Control[]][] {
  const groups = new Map<string, Control[]>();
  for (const control of controls) {
    const name = control.framework === 'Plumbline' ? 'Ready-made' : `${control.framework} ${control.version}`;
    groups.set(name, [...(groups.get(name) ?? []), control]);
  }
  return [...groups];
}
