-- 取前清点与存取记录: who opened which place for what, what they counted before they took, and whether they took anything.
create schema drawer_access;
grant usage on schema drawer_access to zhuisu_app, zhuisu_auditor;

-- Whether a place asks for a count before anything is taken for a person. The last row of a place counts; none: off.
create table drawer_access.rule (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  location_id bigint not null,
  mode text not null check (mode in ('off', 'blind', 'open')),
  -- how long a count, and an access without an end, hold
  minutes int not null check (minutes between 2 and 120),
  reason text not null,
  set_by bigint not null,
  set_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, set_by) references identity.app_user (org_id, id) on delete restrict
);
create index rule_place on drawer_access.rule (org_id, location_id, id desc);
call core.tenant_table('drawer_access.rule');

create table drawer_access.access (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  location_id bigint not null,
  account_id bigint not null,
  purpose text not null check (purpose in ('issue', 'refill', 'count', 'recover', 'inspect', 'other')),
  opened_by bigint not null,
  opened_at timestamptz not null,
  -- the event that opened it, and the one that ended it: what came between them, whatever the clock said
  event_id bigint not null,
  -- until when what is taken belongs to this opening
  ends_at timestamptz not null,
  closed_at timestamptz,
  closed_event_id bigint,
  -- nothing was taken: why
  null_reason text check (null_reason in ('wrongDrug', 'shortStock', 'orderCancelled', 'mistake', 'lookOnly', 'other')),
  null_note text,
  primary key (org_id, id),
  constraint access_no unique (org_id, no),
  check (ends_at > opened_at and closed_at >= opened_at),
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, account_id) references ledger.account (org_id, id) on delete restrict,
  foreign key (org_id, opened_by) references identity.app_user (org_id, id) on delete restrict
);
create index access_time on drawer_access.access (org_id, opened_at desc);
create index access_person on drawer_access.access (org_id, opened_by, location_id, opened_at desc);
create index access_place on drawer_access.access (org_id, location_id, opened_at desc);
call core.tenant_table('drawer_access.access', 'closed_at, closed_event_id, null_reason, null_note');

create table drawer_access.count (
  org_id bigint not null references identity.org (id) on delete restrict,
  access_id bigint not null,
  drug_id bigint not null,
  lot_id bigint not null,
  book bigint not null,
  counted bigint not null check (counted >= 0),
  counted_at timestamptz not null,
  discrepancy_id bigint,
  primary key (org_id, access_id, lot_id),
  foreign key (org_id, access_id) references drawer_access.access (org_id, id) on delete restrict,
  foreign key (org_id, lot_id) references ledger.lot (org_id, id) on delete restrict,
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict,
  foreign key (org_id, discrepancy_id) references ledger.discrepancy (org_id, id) on delete restrict
);
create index count_drug on drawer_access.count (org_id, drug_id, counted_at desc);
call core.tenant_table('drawer_access.count');

-- The rule of each place that has one.
create view drawer_access.rule_now with (security_invoker = true) as
  select distinct on (r.org_id, r.location_id) r.* from drawer_access.rule r order by r.org_id, r.location_id, r.id desc;
grant select on drawer_access.rule_now to zhuisu_app, zhuisu_auditor;

-- Each opening with what the same person moved into or out of that place meanwhile. `units`: whole units taken out.
create view drawer_access.access_now with (security_invoker = true) as
  select a.*, m.movements, m.units, m.first_movement,
    case when m.movements > 0 then 'moved' when a.null_reason is not null then 'null'
      when a.closed_at is null then 'open' else 'closed' end as state,
    c.counted, c.differences
  from drawer_access.access a
  cross join lateral (
    select count(distinct e.movement_id)::int as movements, min(e.movement_id) as first_movement,
      coalesce(sum(e.quantity) filter (where e.item = 'intact' and e.source_id = a.account_id), 0)::bigint as units
    from ledger.movement v
    join ledger.entry e on e.org_id = v.org_id and e.movement_id = v.id and e.recorded_at = v.recorded_at
    where v.org_id = a.org_id and v.recorded_at >= a.opened_at and v.recorded_at <= case when a.closed_at is null then a.ends_at else a.closed_at end
      and v.actor_id = a.opened_by and v.event_id > a.event_id and (a.closed_event_id is null or v.event_id < a.closed_event_id)
      and a.account_id in (e.source_id, e.destination_id)) m
  cross join lateral (
    select count(*)::int as counted, count(*) filter (where k.counted <> k.book)::int as differences
    from drawer_access.count k where k.org_id = a.org_id and k.access_id = a.id) c;
grant select on drawer_access.access_now to zhuisu_app, zhuisu_auditor;
