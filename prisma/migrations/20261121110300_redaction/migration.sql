-- Whether a cluster's secrets are replaced at the door, and a record of who changed such a setting.

alter table cluster add column redact boolean not null default true;

create table admin_action (
  id bigserial primary key,
  at timestamptz(6) not null default current_timestamp,
  actor text not null,
  action text not null,
  cluster text,
  before text,
  after text
);

create index admin_action_at_idx on admin_action (at desc);
