-- 停机补录: what was written on paper while the machines stood still, and how it came into the books.
create schema paper;
grant usage on schema paper to zhuisu_app, zhuisu_auditor;

create table paper.downtime (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  reason text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  -- until when everything should be in the books
  enter_due_at timestamptz,
  declared_by bigint not null,
  declared_at timestamptz not null,
  ended_by bigint,
  closed_by bigint,
  closed_with bigint,
  closed_at timestamptz,
  note text,
  primary key (org_id, id),
  constraint downtime_no unique (org_id, no),
  check (ended_at > started_at),
  check ((ended_at is null) = (enter_due_at is null) and (ended_at is null) = (ended_by is null)),
  check ((closed_at is null) = (closed_by is null) and (closed_at is null) = (closed_with is null) and (closed_at is null or ended_at is not null)),
  foreign key (org_id, declared_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, ended_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, closed_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, closed_with) references identity.app_user (org_id, id) on delete restrict
);
create index downtime_open on paper.downtime (org_id, started_at desc);
call core.tenant_table('paper.downtime', 'ended_at, enter_due_at, ended_by, closed_by, closed_with, closed_at, note');

create table paper.downtime_place (
  org_id bigint not null references identity.org (id) on delete restrict,
  downtime_id bigint not null,
  location_id bigint not null,
  primary key (org_id, downtime_id, location_id),
  foreign key (org_id, downtime_id) references paper.downtime (org_id, id) on delete restrict,
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict
);
create index downtime_place_location on paper.downtime_place (org_id, location_id);
call core.tenant_table('paper.downtime_place');

-- Numbered sheets that lie at a place for the next time.
create table paper.book (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  location_id bigint not null,
  prefix text not null,
  first_no int not null check (first_no > 0),
  last_no int not null,
  given_to bigint not null,
  given_by bigint not null,
  given_at timestamptz not null,
  primary key (org_id, id),
  constraint book_start unique (org_id, prefix, first_no),
  check (last_no >= first_no and last_no - first_no < 500),
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, given_to) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, given_by) references identity.app_user (org_id, id) on delete restrict
);
create index book_place on paper.book (org_id, location_id);
call core.tenant_table('paper.book');

-- What became of one sheet. Used: its photograph, who acted on it, how many lines it has.
create table paper.form (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  downtime_id bigint not null,
  book_id bigint not null,
  form_no int not null,
  fate text not null check (fate in ('used', 'void', 'lost')),
  lines int not null check (lines between 0 and 20),
  acted_by text,
  witnessed_by text,
  evidence_sha256 bytea check (length(evidence_sha256) = 32),
  reason text,
  registered_by bigint not null,
  registered_at timestamptz not null,
  primary key (org_id, id),
  constraint form_once unique (org_id, book_id, form_no),
  check ((fate = 'used') = (lines > 0) and (fate = 'used') = (evidence_sha256 is not null) and (fate = 'used') = (acted_by is not null)),
  check ((fate = 'used') = (reason is null)),
  foreign key (org_id, downtime_id) references paper.downtime (org_id, id) on delete restrict,
  foreign key (org_id, book_id) references paper.book (org_id, id) on delete restrict,
  foreign key (org_id, registered_by) references identity.app_user (org_id, id) on delete restrict
);
create index form_downtime on paper.form (org_id, downtime_id);
call core.tenant_table('paper.form');

-- A line of a sheet, entered: the movements that it became, when it happened and when it was written down here.
create table paper.entry (
  org_id bigint not null references identity.org (id) on delete restrict,
  form_id bigint not null,
  line int not null check (line > 0),
  movement_id bigint not null,
  happened_at timestamptz not null,
  entered_by bigint not null,
  entered_at timestamptz not null,
  event_id bigint not null,
  primary key (org_id, form_id, line, movement_id),
  constraint entry_movement unique (org_id, movement_id),
  foreign key (org_id, form_id) references paper.form (org_id, id) on delete restrict,
  foreign key (org_id, entered_by) references identity.app_user (org_id, id) on delete restrict
);
call core.tenant_table('paper.entry');
