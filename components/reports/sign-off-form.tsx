'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useState } from 'react';
import { askCase } from '@/components/cases/ask-case';
import { inputClass, textareaClass } from '@/components/cases/field-class';
import { useAnnounce } from '@/components/ui/announcer';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { type MadeReport, madeReportSchema } from '@/lib/reports/report-answers';
import { signOffVerdicts } from '@/lib/reports/report-data';

/** A reviewer's word on a report. */
export function SignOffForm({ report }: { report: MadeReport }) {
  const router = useRouter();
  const announce = useAnnounce();
  const id = useId();
  const [verdict, setVerdict] = useState<string>(signOffVerdicts[0]);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const uncovered = report.summary?.coverage !== 'covered';
  const needed = verdict !== 'not complete' && uncovered;

  async function sign(event: FormEvent) {
    event.preventDefault();
    const result = await askCase('POST', `/api/v1/reports/${report.id}/sign-offs`, madeReportSchema, {
      verdict,
      reason,
    });
    setProblem(result.problem);
    if (result.answer === null) return;
    setReason('');
    announce('Signed off.');
    router.refresh();
  }

  return (
    <form onSubmit={sign} className="flex flex-col gap-2 p-3 text-sm">
      <label htmlFor={`${id}-verdict`} className="text-xs text-muted">
        Verdict
      </label>
      <select
        id={`${id}-verdict`}
        value={verdict}
        onChange={(event) => setVerdict(event.target.value)}
        className={`${inputClass} w-64!`}
      >
        {signOffVerdicts.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      <label htmlFor={`${id}-reason`} className="text-xs text-muted">
        {needed
          ? 'Reason why it counts as complete although not all of the period is known to be covered'
          : 'Reason, and what was done about the exceptions'}
      </label>
      <textarea
        id={`${id}-reason`}
        rows={3}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        className={textareaClass}
      />
      {problem === null ? null : <Notice>{problem}</Notice>}
      <div>
        <Button type="submit" variant="primary">
          Sign off
        </Button>
      </div>
    </form>
  );
}
