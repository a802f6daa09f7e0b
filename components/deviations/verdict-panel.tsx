'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { verdictLabels, verdictMeanings } from '@/components/deviations/deviation-words';
import { usePerson } from '@/components/people/person-context';
import { announceVerdict } from '@/components/shell/use-open-deviations';
import { useAnnounce } from '@/components/ui/announcer';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { TextField } from '@/components/ui/text-field';
import { Time } from '@/components/ui/time';
import { VisibleText } from '@/components/ui/value';
import type { NewVerdictBody } from '@/lib/activity/activity-answers';
import { apiErrorSchema } from '@/lib/api/api-error';
import { type Deviation, type Verdict, type VerdictKind, verdictKinds } from '@/lib/baselines/deviation-answers';

type PanelProps = { deviation: Deviation; verdicts: readonly Verdict[] };

const EXCEPTION_DAYS = 30;

/** What people say about a deviation: the newest counts, all are kept. */
export function VerdictPanel({ deviation, verdicts }: PanelProps) {
  const router = useRouter();
  const announce = useAnnounce();
  const { person } = usePerson();
  const [chosen, setChosen] = useState<VerdictKind | null>(null);
  const [reason, setReason] = useState('');
  const [owner, setOwner] = useState('');
  const [expires, setExpires] = useState(() => dayFrom(Date.now() + EXCEPTION_DAYS * 86_400_000));
  const [problem, setProblem] = useState<string | null>(null);
  const [sending, setSending] = useState(false);

  async function send(event: React.FormEvent) {
    event.preventDefault();
    if (chosen === null) return;
    setSending(true);
    const exception = chosen === 'benign' ? { owner, expiresAt: expires === '' ? null : `${expires}T00:00:00Z` } : {};
    const failure = await sendVerdict(deviation.id, { verdict: chosen, reason, ...exception });
    setSending(false);
    setProblem(failure);
    if (failure !== null) return;
    announceVerdict();
    announce(`Kept: ${verdictLabels[chosen]}`);
    setChosen(null);
    setReason('');
    router.refresh();
  }

  return (
    <Panel title="Verdict">
      <div className="flex flex-col gap-3 p-3">
        <fieldset className="flex flex-wrap gap-2">
          <legend className="mb-2 text-sm text-muted">
            {verdicts.length === 0 ? 'What was it?' : 'Something else after all?'}
          </legend>
          {verdictKinds.map((kind) => (
            <Button
              key={kind}
              aria-pressed={chosen === kind}
              onClick={() => setChosen(chosen === kind ? null : kind)}
              className="capitalize aria-pressed:border-accent aria-pressed:bg-selected"
            >
              {verdictLabels[kind]}
            </Button>
          ))}
        </fieldset>
        {chosen === null ? null : (
          <form onSubmit={(event) => void send(event)} className="flex flex-col gap-3">
            <p className="text-sm text-muted">{verdictMeanings[chosen]}</p>
            <TextField
              label="Reason"
              value={reason}
              onChange={setReason}
              problem={null}
              hint="What you know, in a sentence"
            />
            {chosen === 'benign' ? (
              <>
                <TextField label="Owner of the exception" value={owner} onChange={setOwner} problem={null} />
                <label className="flex flex-col gap-1 text-sm text-muted">
                  Expires on (UTC)
                  <input
                    type="date"
                    value={expires}
                    onChange={(event) => setExpires(event.target.value)}
                    className="h-7 w-40 rounded-md border border-line-strong bg-surface px-2 text-xs text-ink"
                  />
                </label>
              </>
            ) : null}
            {problem === null ? null : <Notice>{problem}</Notice>}
            <p className="flex flex-wrap items-center gap-3">
              <Button type="submit" variant="primary" disabled={sending}>
                Keep this verdict
              </Button>
              <span className="text-xs text-muted">
                {person.how === 'unknown' ? (
                  'as nobody in particular: state a name in the bar above'
                ) : (
                  <>as {person.name}</>
                )}
              </span>
            </p>
          </form>
        )}
        {verdicts.length === 0 ? null : (
          <ol aria-label="Verdicts, newest first" className="flex flex-col gap-2 border-t border-line pt-3 text-sm">
            {verdicts.map((verdict, i) => (
              <li key={verdict.at} className={i === 0 ? '' : 'text-muted'}>
                <p>
                  <b className="font-semibold capitalize">{verdictLabels[verdict.verdict]}</b>:{' '}
                  <VisibleText text={verdict.reason} />
                </p>
                <p className="text-xs text-muted">
                  <VisibleText text={verdict.person} />
                  {verdict.personHow === 'stated' ? ' (stated)' : ''}, <Time at={verdict.at} short />
                  {verdict.owner === null ? null : (
                    <>
                      {'; owner '}
                      <VisibleText text={verdict.owner} />
                    </>
                  )}
                  {verdict.expiresAt === null ? null : <>; until {verdict.expiresAt.slice(0, 10)}</>}
                </p>
              </li>
            ))}
          </ol>
        )}
      </div>
    </Panel>
  );
}

function dayFrom(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

/** Null where it was kept, else a sentence. */
async function sendVerdict(id: string, body: NewVerdictBody): Promise<string | null> {
  try {
    const response = await fetch(`/api/v1/deviations/${encodeURIComponent(id)}/verdict`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (response.ok) return null;
    const error = apiErrorSchema.safeParse(await response.json());
    return error.success ? error.data.error.message : `The server answered ${response.status}; nothing was kept.`;
  } catch {
    return 'The server does not answer; nothing was kept.';
  }
}
