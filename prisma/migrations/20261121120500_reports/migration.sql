-- Reports that were made, who signed them off, what is made on a schedule, and which namespaces are in scope under a name.
-- Definition, request and report are JSON as text: they can hold what jsonb cannot, and are read as they were written.

create table namespace_scope (
  name text not null,
  namespaces text[] default array[]::text[],
  changed_by text not null,
  changed_how text not null,
  changed_at timestamptz(6) not null default current_timestamp,
  constraint namespace_scope_pkey primary key (name)
);

create table report_schedule (
  id serial not null,
  control text not null,
  request text not null,
  every text not null,
  next_at timestamptz(6) not null,
  asked_by text not null,
  asked_how text not null,
  created_at timestamptz(6) not null default current_timestamp,
  ended_at timestamptz(6),
  problem text,
  constraint report_schedule_pkey primary key (id),
  constraint report_schedule_every_check check (every in ('daily', 'weekly', 'monthly'))
);

create table report (
  id uuid not null,
  control text not null,
  definition text not null,
  request text not null,
  state text not null,
  parts integer not null default 0,
  parts_done integer not null default 0,
  summary text,
  data text,
  error text,
  schedule_id integer,
  asked_by text not null,
  asked_how text not null,
  runner_pid integer,
  cancel_requested boolean not null default false,
  created_at timestamptz(6) not null default current_timestamp,
  started_at timestamptz(6),
  finished_at timestamptz(6),
  constraint report_pkey primary key (id),
  constraint report_state_check check (state in ('queued', 'running', 'done', 'failed', 'cancelled') and (state = 'done') = (data is not null)),
  constraint report_schedule_id_fkey foreign key (schedule_id) references report_schedule (id) on delete restrict on update cascade
);

create index report_created_at_idx on report (created_at desc);

create table report_sign_off (
  id serial not null,
  report_id uuid not null,
  at timestamptz(6) not null default current_timestamp,
  person text not null,
  how text not null,
  verdict text not null,
  reason text not null default '',
  constraint report_sign_off_pkey primary key (id),
  constraint report_sign_off_verdict_check check (verdict in ('complete', 'complete with exceptions', 'not complete')),
  constraint report_sign_off_report_id_fkey foreign key (report_id) references report (id) on delete restrict on update cascade
);

create index report_sign_off_report_id_idx on report_sign_off (report_id);
