-- What the role that the product works as cannot do because it owns nothing (lib/db/product-role.ts): summarising block-range indexes
-- is for their owner alone.
create function summarize_events() returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  select brin_summarize_new_values('public.event_audit_key_brin'), brin_summarize_new_values('public.event_block_brin');
$$;

revoke execute on function summarize_events() from public;
