-- How long a cluster's events are kept, what is being dropped at the moment, and why it went in every prune marker.

alter table cluster
  add column retain_days integer,
  add column retain_bytes bigint,
  add column drop_when_full boolean not null default false,
  add column prune_before bigint,
  add column prune_reason text,
  add constraint cluster_retention_check check (
    (retain_days is null or retain_bytes is null) and retain_days >= 1 and retain_bytes >= 1
      and (prune_before is null) = (prune_reason is null)
  );

-- Markers in the order in which they were written: who keeps counts in memory reads what is new.
alter table prune_marker
  add column id bigserial not null,
  add column reason text;

create unique index prune_marker_id_key on prune_marker (id);

-- The blocks that still hold something, by their newest event: what is old enough is found without reading the others.
create index evidence_block_kept on evidence_block (cluster_id, max_at) where octet_length(data) > 0;

-- The same as before, with the reason, which the note that is signed says too.
drop function prune_evidence(smallint, integer, integer, bigint, text);

create function prune_evidence(
  cluster smallint, first integer, last integer, pruned_at bigint, signed_note text, why text default null
)
returns integer language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  pruned integer;
begin
  if exists (
    select from prune_marker m where m.cluster_id = cluster and m.first_seq <= last and m.last_seq >= first
  ) then
    raise exception 'Blocks % to % of cluster % overlap with blocks that are pruned already.', first, last, cluster;
  end if;
  if exists (
    select from evidence_block b where b.cluster_id = cluster and b.seq between first and last and b.block_hash is null
  ) then
    raise exception 'Blocks % to % of cluster % are not sealed yet.', first, last, cluster;
  end if;
  insert into prune_marker (cluster_id, first_seq, last_seq, at, note, reason)
    values (cluster, first, last, pruned_at, signed_note, why);
  update evidence_block set data = ''::bytea, counts = ''::bytea where cluster_id = cluster and seq between first and last;
  get diagnostics pruned = row_count;
  if first < 1 or last < first or pruned <> last - first + 1 then
    raise exception 'Cluster % has % of the blocks % to %.', cluster, pruned, first, last;
  end if;
  return pruned;
end
$$;

revoke execute on function prune_evidence(smallint, integer, integer, bigint, text, text) from public;
