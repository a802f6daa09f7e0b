-- Evidence packs that somebody asked for; also the queue of them.

create table evidence_pack (
  id uuid not null,
  case_id integer,
  query text,
  state text not null,
  runner_pid integer,
  cancel_requested boolean not null default false,
  events_total bigint not null default 0,
  events_written bigint not null default 0,
  bytes bigint,
  sha256 text,
  error text,
  asked_by text not null,
  asked_how text not null,
  created_at timestamptz(6) not null default current_timestamp,
  started_at timestamptz(6),
  finished_at timestamptz(6),
  constraint evidence_pack_pkey primary key (id),
  constraint evidence_pack_subject_check check ((case_id is null) <> (query is null)),
  constraint evidence_pack_case_id_fkey foreign key (case_id) references case_file (id) on delete restrict on update cascade
);

create index evidence_pack_created_at_idx on evidence_pack (created_at desc);
create index evidence_pack_case_id_idx on evidence_pack (case_id);
