-- Counting: what was counted (ledger.counted), what did not agree (ledger.discrepancy), and the 盘点 itself (stocktake).

-- Every figure that somebody counted, whatever came of it: the other half of "who had it last".
create table ledger.counted (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  source_kind text not null,
  source_id bigint not null,
  account_id bigint not null,
  item text not null check (item in ('intact', 'content', 'container')),
  drug_id bigint not null,
  lot_id bigint not null,
  book bigint not null,
  counted bigint not null check (counted >= 0),
  counted_by bigint not null,
  counted_with bigint,
  counted_at timestamptz not null,
  event_id bigint not null,
  primary key (org_id, id),
  check (counted_with <> counted_by),
  foreign key (org_id, account_id) references ledger.account (org_id, id) on delete restrict,
  foreign key (org_id, lot_id) references ledger.lot (org_id, id) on delete restrict,
  foreign key (org_id, counted_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, counted_with) references identity.app_user (org_id, id) on delete restrict
);
create index counted_balance on ledger.counted (org_id, account_id, lot_id, item, counted_at desc);
create index counted_source on ledger.counted (org_id, source_kind, source_id);
call core.tenant_table('ledger.counted');

-- How long a discrepancy may stand. A hospital may be stricter than the platform, never laxer; each change is a new version.
create table ledger.discrepancy_rule (
  org_id bigint not null references identity.org (id) on delete restrict,
  version int not null check (version > 0),
  escalate_minutes int not null check (escalate_minutes between 5 and 30),
  report_minutes int not null check (report_minutes between 10 and 120),
  ordinary_days int not null check (ordinary_days = 1),
  threshold_units int not null check (threshold_units between 1 and 5),
  reason text not null,
  set_by bigint not null,
  set_at timestamptz not null,
  primary key (org_id, version),
  check (escalate_minutes <= report_minutes),
  foreign key (org_id, set_by) references identity.app_user (org_id, id) on delete restrict
);
call core.tenant_table('ledger.discrepancy_rule');

create table ledger.discrepancy (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  -- where it was found: stocktake, handover …
  source_kind text not null,
  source_id bigint not null,
  source_no text not null,
  account_id bigint not null,
  item text not null check (item in ('intact', 'content', 'container')),
  drug_id bigint not null,
  lot_id bigint not null,
  -- '' where the units bear no code, or several codes are meant
  code text not null,
  book bigint not null,
  counted bigint not null check (counted >= 0),
  -- an intact unit of class NAR or PS1: minutes, not days
  urgent boolean not null,
  rule_version int not null,
  found_by bigint not null,
  found_with bigint,
  found_at timestamptz not null,
  -- whoever moved or counted this balance last before it was found
  previous_by bigint,
  previous_how text check (previous_how in ('movement', 'count')),
  previous_at timestamptz,
  previous_movement_id bigint,
  escalate_at timestamptz not null,
  -- until when a draft for the authorities must be ready; null: not urgent
  report_at timestamptz,
  state text not null default 'open' check (state in ('open', 'explained', 'reported', 'adjusted', 'closed')),
  reason_code text,
  explained_at timestamptz,
  reported_at timestamptz,
  -- the balance agrees again: by an adjustment, or by a recount
  level_at timestamptz,
  movement_id bigint,
  closed_at timestamptz,
  version int not null default 1,
  primary key (org_id, id),
  constraint discrepancy_no unique (org_id, no),
  check (book <> counted),
  check (urgent = (report_at is not null)),
  foreign key (org_id, account_id) references ledger.account (org_id, id) on delete restrict,
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict,
  foreign key (org_id, lot_id) references ledger.lot (org_id, id) on delete restrict,
  foreign key (org_id, found_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, found_with) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, previous_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, movement_id) references ledger.movement (org_id, id) on delete restrict
);
create index discrepancy_open on ledger.discrepancy (org_id, escalate_at) where state <> 'closed';
create index discrepancy_time on ledger.discrepancy (org_id, found_at desc, id desc);
create index discrepancy_source on ledger.discrepancy (org_id, source_kind, source_id);
create index discrepancy_previous on ledger.discrepancy (org_id, previous_by, found_at) where previous_by is not null;
call core.tenant_table('ledger.discrepancy',
  'state, reason_code, explained_at, reported_at, level_at, movement_id, closed_at, version');

-- What was done about it, in order; nothing of it is ever changed.
create table ledger.discrepancy_step (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  discrepancy_id bigint not null,
  kind text not null check (kind in ('found', 'note', 'recount', 'explain', 'report', 'adjust', 'close')),
  at timestamptz not null,
  by_id bigint not null,
  with_id bigint,
  reason_code text,
  text text,
  book bigint,
  counted bigint,
  -- report: who was told
  receivers text[],
  movement_id bigint,
  event_id bigint not null,
  primary key (org_id, id),
  check (with_id <> by_id),
  foreign key (org_id, discrepancy_id) references ledger.discrepancy (org_id, id) on delete restrict,
  foreign key (org_id, by_id) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, with_id) references identity.app_user (org_id, id) on delete restrict
);
create index discrepancy_step_of on ledger.discrepancy_step (org_id, discrepancy_id, id);
call core.tenant_table('ledger.discrepancy_step');
