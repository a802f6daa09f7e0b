-- Cases: what somebody found, with the facts as they were when they were pinned, and who did what in a case and when.

create table case_file (
  id serial not null,
  title text not null,
  status text not null default 'open',
  reason text,
  notes text not null default '',
  tags text[] default array[]::text[],
  version integer not null default 1,
  opened_by text not null,
  opened_how text not null,
  created_at timestamptz(6) not null default current_timestamp,
  updated_at timestamptz(6) not null default current_timestamp,
  constraint case_file_pkey primary key (id),
  constraint case_file_status_check check (status in ('open', 'closed') and (status = 'closed') = (reason is not null))
);

create table case_pin (
  id serial not null,
  case_id integer not null,
  kind text not null,
  subject text not null,
  title text not null,
  href text not null,
  event_at bigint,
  event_until bigint,
  facts jsonb not null,
  note text not null default '',
  context_seconds integer not null default 0,
  pinned_by text not null,
  pinned_how text not null,
  pinned_at timestamptz(6) not null default current_timestamp,
  removed_at timestamptz(6),
  constraint case_pin_pkey primary key (id),
  constraint case_pin_case_id_fkey foreign key (case_id) references case_file (id) on delete restrict on update cascade
);

create index case_pin_case_id_idx on case_pin (case_id);

create table case_hypothesis (
  id serial not null,
  case_id integer not null,
  text text not null,
  state text not null default 'open',
  created_at timestamptz(6) not null default current_timestamp,
  updated_at timestamptz(6) not null default current_timestamp,
  constraint case_hypothesis_pkey primary key (id),
  constraint case_hypothesis_state_check check (state in ('open', 'supported', 'refuted')),
  constraint case_hypothesis_case_id_fkey foreign key (case_id) references case_file (id) on delete restrict on update cascade
);

create index case_hypothesis_case_id_idx on case_hypothesis (case_id);

create table case_link (
  case_id integer not null,
  other_id integer not null,
  constraint case_link_pkey primary key (case_id, other_id),
  -- Each pair once: the link has no direction.
  constraint case_link_order_check check (case_id < other_id),
  constraint case_link_case_id_fkey foreign key (case_id) references case_file (id) on delete restrict on update cascade,
  constraint case_link_other_id_fkey foreign key (other_id) references case_file (id) on delete restrict on update cascade
);

create index case_link_other_id_idx on case_link (other_id);

create table case_entry (
  id bigserial not null,
  case_id integer not null,
  at timestamptz(6) not null default current_timestamp,
  person text not null,
  person_how text not null,
  action text not null,
  detail jsonb not null,
  constraint case_entry_pkey primary key (id),
  constraint case_entry_case_id_fkey foreign key (case_id) references case_file (id) on delete restrict on update cascade
);

create index case_entry_case_id_id_idx on case_entry (case_id, id);

create function refuse_case_change() returns trigger language plpgsql as $$
begin
  raise exception 'What is in the record of a case is never changed or removed (% of %).', tg_op, tg_table_name
    using errcode = 'restrict_violation';
end
$$;

create trigger case_entry_change before update or delete or truncate on case_entry
  for each statement execute function refuse_case_change();

create trigger case_pin_remove before delete or truncate on case_pin
  for each statement execute function refuse_case_change();

create trigger case_file_remove before delete or truncate on case_file
  for each statement execute function refuse_case_change();

-- Of a pin, note, context and whether it still counts can change; what was frozen cannot.
create function guard_case_pin() returns trigger language plpgsql as $$
begin
  if (old.id, old.case_id, old.kind, old.subject, old.title, old.href, old.event_at, old.event_until, old.facts,
      old.pinned_by, old.pinned_how, old.pinned_at)
    is distinct from
     (new.id, new.case_id, new.kind, new.subject, new.title, new.href, new.event_at, new.event_until, new.facts,
      new.pinned_by, new.pinned_how, new.pinned_at)
    or old.removed_at is not null
  then
    raise exception 'The frozen facts of a pin are never changed.' using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;

create trigger case_pin_update before update on case_pin for each row execute function guard_case_pin();
