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

create schema stocktake;
grant usage on schema stocktake to zhuisu_app, zhuisu_auditor;

-- A rule of recurrence: this place (or class in it), every so many days, all of it or a drawn sample.
create table stocktake.plan (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  name text not null,
  location_id bigint not null,
  drug_class text check (drug_class in ('NAR', 'PS1', 'PS2', 'TOX', 'PRE', 'WAT')),
  every_days int not null check (every_days between 1 and 366),
  -- how many rows are drawn; null: all of them
  sample int check (sample between 1 and 500),
  blind boolean not null,
  first_on date not null,
  created_by bigint not null,
  created_at timestamptz not null,
  stopped_at timestamptz,
  primary key (org_id, id),
  constraint plan_name unique (org_id, name),
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, created_by) references identity.app_user (org_id, id) on delete restrict
);
call core.tenant_table('stocktake.plan', 'stopped_at');

create table stocktake.stocktake (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  title text not null,
  -- what was chosen to be counted, in words
  scope text not null,
  plan_id bigint,
  blind boolean not null,
  -- a sample was drawn: from this seed, which nobody chose, over the candidates below
  seed text check (seed ~ '^[0-9a-f]{32}$'),
  state text not null default 'counting' check (state in ('counting', 'paused', 'submitted', 'closed', 'cancelled')),
  version int not null default 1,
  counted_by bigint not null,
  second_by bigint not null,
  started_at timestamptz not null,
  -- start, or the end of the last pause
  resumed_at timestamptz not null,
  submitted_at timestamptz,
  approved_by bigint,
  closed_at timestamptz,
  reason text,
  primary key (org_id, id),
  constraint stocktake_no unique (org_id, no),
  check (counted_by <> second_by),
  constraint stocktake_approver check (approved_by not in (counted_by, second_by)),
  foreign key (org_id, plan_id) references stocktake.plan (org_id, id) on delete restrict,
  foreign key (org_id, counted_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, second_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, approved_by) references identity.app_user (org_id, id) on delete restrict
);
create index stocktake_time on stocktake.stocktake (org_id, started_at desc, id desc);
create index stocktake_plan on stocktake.stocktake (org_id, plan_id, started_at) where plan_id is not null;
call core.tenant_table('stocktake.stocktake', 'state, version, resumed_at, submitted_at, approved_by, closed_at, reason');

create table stocktake.draw_candidate (
  org_id bigint not null references identity.org (id) on delete restrict,
  stocktake_id bigint not null,
  account_id bigint not null,
  item text not null,
  lot_id bigint not null,
  weight int not null check (weight > 0),
  chosen boolean not null,
  primary key (org_id, stocktake_id, account_id, item, lot_id),
  foreign key (org_id, stocktake_id) references stocktake.stocktake (org_id, id) on delete restrict
);
call core.tenant_table('stocktake.draw_candidate');

-- One lot in one place. Book and figure are empty until somebody has said what is there.
create table stocktake.row (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  stocktake_id bigint not null,
  seq int not null,
  location_id bigint not null,
  account_id bigint not null,
  item text not null check (item in ('intact', 'container')),
  drug_id bigint not null,
  lot_id bigint not null,
  -- found, not expected
  added boolean not null default false,
  state text not null default 'waiting' check (state in ('waiting', 'counted')),
  version int not null default 1,
  -- how often a figure was given
  tries int not null default 0,
  -- from when on this try may have been counted
  asked_at timestamptz not null,
  book bigint,
  counted bigint check (counted >= 0),
  -- movements of this lot while it was counted, net
  moved bigint not null default 0,
  counted_by bigint,
  counted_at timestamptz,
  -- the first try, when there was a second
  first_counted bigint,
  first_at timestamptz,
  reason_code text,
  note text,
  discrepancy_id bigint,
  movement_id bigint,
  primary key (org_id, id),
  constraint row_once unique (org_id, stocktake_id, account_id, item, lot_id),
  check ((state = 'counted') = (counted is not null)),
  foreign key (org_id, stocktake_id) references stocktake.stocktake (org_id, id) on delete restrict,
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict,
  foreign key (org_id, lot_id) references ledger.lot (org_id, id) on delete restrict,
  foreign key (org_id, counted_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, discrepancy_id) references ledger.discrepancy (org_id, id) on delete restrict,
  foreign key (org_id, movement_id) references ledger.movement (org_id, id) on delete restrict
);
create index row_difference on stocktake.row (org_id, counted_at) where counted <> book;
call core.tenant_table('stocktake.row', 'state, version, tries, asked_at, book, counted, moved, counted_by, counted_at, first_counted,
  first_at, reason_code, note, discrepancy_id, movement_id');

-- A code that was seen; 0 units: the scan was taken back.
create table stocktake.scan (
  org_id bigint not null references identity.org (id) on delete restrict,
  stocktake_id bigint not null,
  code text not null,
  try int not null,
  row_id bigint not null,
  units int not null check (units >= 0),
  scanned_by bigint not null,
  scanned_at timestamptz not null,
  primary key (org_id, stocktake_id, code, try),
  foreign key (org_id, row_id) references stocktake.row (org_id, id) on delete restrict,
  foreign key (org_id, scanned_by) references identity.app_user (org_id, id) on delete restrict
);
create index scan_row on stocktake.scan (org_id, row_id, try);
call core.tenant_table('stocktake.scan', 'units');

-- Which codes the difference of a try lies in; '' for units without one.
create table stocktake.difference (
  org_id bigint not null references identity.org (id) on delete restrict,
  row_id bigint not null,
  try int not null,
  code text not null,
  delta bigint not null check (delta <> 0),
  primary key (org_id, row_id, try, code),
  foreign key (org_id, row_id) references stocktake.row (org_id, id) on delete restrict
);
call core.tenant_table('stocktake.difference');
