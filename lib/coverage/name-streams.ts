/**
 * Says of every new combination of values which stream its events belong to. The hashes are of the values themselves, not
 * of the dictionary's numbers, which depend on what was imported first.
 */
import type { Pool } from 'pg';
import { longRunningSubresources, streamKinds } from '@/lib/coverage/stream-kinds';

export async function nameStreams(pool: Pool): Promise<void> {
  await pool.query(NAME_STREAMS, [[...longRunningSubresources]]);
}

const { call, lease, apiserver, received, other } = streamKinds;

// Combinations have gapless numbers in commit order: above the highest known one is all that is new.
const NAME_STREAMS = `
  insert into coverage_stream (combination_id, kind, family, stream)
  select id, kind, case when kind <= ${apiserver} then (hashtext(resource) & 4095) << 12 | hashtext(verb) & 4095 else 0 end,
         case when kind <= ${apiserver} then hashtext(stream) else 0 end
  from (
    select c.id,
      case
        when s.value = 'RequestReceived' and v.value is distinct from 'watch' and not coalesce(b.value = any($1), false)
          then ${received}
        when s.value is null or s.value not in ('ResponseComplete', 'Panic') then ${other}
        when r.value <> 'leases' or r.value is null or v.value is null or v.value not in ('update', 'patch') then ${call}
        when u.value = 'system:apiserver' and n.value = 'kube-system' then ${apiserver}
        else ${lease}
      end as kind,
      coalesce(v.value, '') as verb, coalesce(r.value, '') as resource,
      jsonb_build_array(u.value_hash, v.value_hash, r.value_hash, b.value_hash, n.value_hash)::text as stream
    from combination c
      left join term s on s.id = c.stage
      left join term u on u.id = c."user"
      left join term v on v.id = c.verb
      left join term r on r.id = c.resource
      left join term b on b.id = c.subresource
      left join term n on n.id = c.namespace
    where c.id > (select coalesce(max(combination_id), 0) from coverage_stream)
  ) named
  on conflict (combination_id) do nothing`;
