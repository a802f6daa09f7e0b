-- The record of a case is a chain: every entry has its place, the hash of the entry before it, and a hash over both and all that it
-- says. The case knows how many entries there are and the hash of the last. Entries that are there already are chained as they are.

alter table case_entry add column place integer, add column previous bytea, add column hash bytea;
alter table case_file add column entry_count integer not null default 0, add column entry_head bytea;

alter table case_entry disable trigger case_entry_change;

do $$
declare
  entry record;
  last_case integer := 0;
  place_now integer := 0;
  head bytea;
begin
  for entry in select * from case_entry order by case_id, id loop
    if entry.case_id <> last_case then
      last_case := entry.case_id;
      place_now := 0;
      head := decode(repeat('00', 32), 'hex');
    end if;
    place_now := place_now + 1;
    update case_entry set place = place_now, previous = head where id = entry.id;
    -- lib/verify/case-records.ts has the same.
    head := sha256(head || convert_to(jsonb_build_array(entry.case_id, place_now, (extract(epoch from entry.at) * 1000000)::bigint,
      entry.person, entry.person_how, entry.action, entry.detail)::text, 'UTF8'));
    update case_entry set hash = head where id = entry.id;
    update case_file set entry_count = place_now, entry_head = head where id = entry.case_id;
  end loop;
end
$$;

alter table case_entry enable trigger case_entry_change;

alter table case_entry alter column place set not null, alter column previous set not null, alter column hash set not null;

create unique index case_entry_case_id_place_key on case_entry (case_id, place);
