import { Notice } from '@/components/ui/notice';

export type SearchProblemKind = 'timeout' | 'failed';

/** Why a part of the page has no answer, and the way out. */
export function SearchProblem({
  what,
  problem,
  className,
}: {
  what: string;
  problem: SearchProblemKind;
  className?: string | undefined;
}) {
  return (
    <Notice className={className}>
      {problem === 'timeout'
        ? `${what} took longer than the time limit. Narrow the time range, or add a condition on user, namespace or resource.`
        : `${what} could not be read. The server’s log has the cause; loading the page again may help.`}
    </Notice>
  );
}
