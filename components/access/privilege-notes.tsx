import { formatPlural } from '@/components/ui/format-number';
import { Notice } from '@/components/ui/notice';
import { VisibleText } from '@/components/ui/value';
import { groupEscalations } from '@/lib/access/escalation-words';
import type { LeastPrivilege } from '@/lib/access/privilege-answers';

/** What to know before such a role is used: how far it can be trusted, what in it is dangerous, what is not in it. */
export function PrivilegeNotes({ privilege }: { privilege: LeastPrivilege }) {
  const { warnings, escalations, skipped } = privilege;
  return (
    <>
      <Notice>
        <ul className="flex flex-col gap-0.5">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      </Notice>
      {escalations.length > 0 ? (
        <details open className="rounded-md border border-line bg-surface px-3 py-2">
          <summary className="text-sm font-medium">
            {formatPlural(escalations.length, 'permission')} by which one comes to more
          </summary>
          <ul className="mt-1 flex max-h-52 flex-col gap-1 overflow-auto text-sm">
            {groupEscalations(escalations).map(({ why, what }) => (
              <li key={why}>
                <span className="font-mono text-xs break-words">
                  <VisibleText text={what.join('; ')} />
                </span>
                <span className="text-muted">: {why}</span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {skipped.length > 0 ? (
        <details className="rounded-md border border-line bg-surface px-3 py-2">
          <summary className="text-sm font-medium">{formatPlural(skipped.length, 'use')} in no rule</summary>
          <ul className="mt-1 flex max-h-52 flex-col gap-1 overflow-auto text-sm">
            {skipped.map(({ what, why, events }) => (
              <li key={`${what} ${why}`}>
                <span className="font-mono text-xs break-all">
                  <VisibleText text={what} />
                </span>
                <span className="text-muted">
                  , {formatPlural(events, 'event')}: {why}
                </span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}
