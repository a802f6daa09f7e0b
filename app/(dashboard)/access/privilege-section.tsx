import { IdentityList } from '@/components/access/identity-list';
import { PrivilegePanel } from '@/components/access/privilege-panel';
import { SearchProblem } from '@/components/events/search-problem';
import { EmptyState } from '@/components/ui/empty-state';
import { getLeastPrivilege } from '@/lib/access/least-privilege';
import { listIdentityUses } from '@/lib/access/list-identity-uses';
import type { EventFilter } from '@/lib/search/event-filter';
import { attempt } from '../events/attempt';

const MAX_IDENTITIES = 500;

export async function PrivilegeSection({ filter, params }: { filter: EventFilter; params: URLSearchParams }) {
  const user = params.get('identity');
  const cluster = params.get('of');
  const chosen = user === null || cluster === null ? null : { user, cluster };
  const answer = await attempt(() => listIdentityUses({ filter, limit: MAX_IDENTITIES }));
  if (!answer.ok) return <SearchProblem what="The identities" problem={answer.problem} className="m-4" />;
  return (
    <IdentityList
      uses={answer.value}
      chosen={chosen}
      detail={chosen ? <Privilege {...chosen} filter={filter} params={params} /> : null}
    />
  );
}

type PrivilegeProps = { user: string; cluster: string; filter: EventFilter; params: URLSearchParams };

async function Privilege({ user, cluster, filter, params }: PrivilegeProps) {
  const answer = await attempt(() =>
    getLeastPrivilege({
      cluster,
      user,
      time: filter.time,
      resourceNames: params.get('names') === 'true',
      defaults: params.get('defaults') === 'true',
    }),
  );
  if (!answer.ok) return <SearchProblem what="The role" problem={answer.problem} className="m-4" />;
  if (answer.value === null) {
    return <EmptyState title="Nothing of this identity was allowed here">Choose a longer time range.</EmptyState>;
  }
  return <PrivilegePanel privilege={answer.value} />;
}
