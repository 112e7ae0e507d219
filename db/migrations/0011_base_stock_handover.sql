-- 三级库: 基数, 以空换新, 月检查 (base_stock); 交接班, 日清日结 (handover).

create schema base_stock;
create schema handover;
grant usage on schema base_stock, handover to zhuisu_app, zhuisu_auditor;

-- A request for base stock is one document of one place. Once decided nothing in it changes; a later one replaces it.
create table base_stock.request (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  location_id bigint not null,
  effective_from date not null,
  reason text not null,
  requested_by bigint not null,
  requested_at timestamptz not null,
  decision text check (decision in ('approved', 'refused', 'withdrawn')),
  decided_by bigint,
  decided_at timestamptz,
  decision_note text,
  -- approved: the later of the day asked for and the approval
  effective_at timestamptz,
  primary key (org_id, id),
  constraint base_request_no unique (org_id, no),
  constraint base_two_people check (decided_by <> requested_by or decision = 'withdrawn'),
  check ((decision is null) = (decided_at is null)),
  check ((decision is not distinct from 'approved') = (effective_at is not null)),
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, requested_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, decided_by) references identity.app_user (org_id, id) on delete restrict
);
create index request_place on base_stock.request (org_id, location_id, requested_at desc);
create index request_time on base_stock.request (org_id, requested_at desc);
call core.tenant_table('base_stock.request', 'decision, decided_by, decided_at, decision_note, effective_at');

create table base_stock.request_line (
  org_id bigint not null references identity.org (id) on delete restrict,
  request_id bigint not null,
  drug_id bigint not null,
  -- 0 ends the base of this drug here
  units int not null check (units between 0 and 100000),
  min_units int not null check (min_units between 0 and units),
  primary key (org_id, request_id, drug_id),
  foreign key (org_id, request_id) references base_stock.request (org_id, id) on delete restrict,
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict
);
call core.tenant_table('base_stock.request_line');

-- What a requisition by exchange (以空换新) brings as proof: containers back, or units used that leave no container.
create table requisition.exchange_line (
  org_id bigint not null references identity.org (id) on delete restrict,
  requisition_id bigint not null,
  -- what it was used for: an issue into a hand, or a prescription handed out
  case_kind text not null check (case_kind in ('issue', 'dispense')),
  case_id bigint not null,
  drug_id bigint not null,
  lot_id bigint not null,
  -- 0: nothing was used of it, the line only closes the case
  units int not null check (units >= 0),
  -- with this line nothing of the case is open any more
  closes boolean not null,
  primary key (org_id, requisition_id, case_kind, case_id, lot_id),
  foreign key (org_id, requisition_id) references requisition.requisition (org_id, id) on delete restrict,
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict,
  foreign key (org_id, lot_id) references ledger.lot (org_id, id) on delete restrict
);
create index exchange_case on requisition.exchange_line (org_id, case_kind, case_id);
call core.tenant_table('requisition.exchange_line');
create index requisition_place on requisition.requisition (org_id, location_id, created_at);
create index transfer_destination on requisition.transfer (org_id, destination_location_id, sent_at);
create index issue_place on issue.issue (org_id, location_id, issued_at);
create index dispense_place on prescription.dispense (org_id, location_id, dispensed_at);

-- 基数 in force at an instant. `since`: from when this drug has had a base here without a break.
create function base_stock.in_force(p_org bigint, p_at timestamptz)
returns table (location_id bigint, drug_id bigint, units int, min_units int, request_id bigint, effective_at timestamptz, since timestamptz)
language sql stable as $$
  with v as (
    select r.location_id, l.drug_id, l.units, l.min_units, r.id as request_id, r.effective_at,
      row_number() over (partition by r.location_id, l.drug_id order by r.effective_at desc, r.id desc) as n
    from base_stock.request r join base_stock.request_line l on l.org_id = r.org_id and l.request_id = r.id
    where r.org_id = p_org and r.decision = 'approved' and r.effective_at <= p_at),
  ended as (select v.location_id, v.drug_id, min(v.n) as n from v where v.units = 0 group by 1, 2),
  began as (
    select v.location_id, v.drug_id, min(v.effective_at) as since from v
    left join ended e on e.location_id = v.location_id and e.drug_id = v.drug_id
    where e.n is null or v.n < e.n group by 1, 2)
  select v.location_id, v.drug_id, v.units, v.min_units, v.request_id, v.effective_at, b.since
  from v join began b on b.location_id = v.location_id and b.drug_id = v.drug_id
  where v.n = 1 and v.units > 0
$$;

-- What left a place for use since its base began and is not yet wholly replaced, by case and lot: issues into hands, and
-- prescriptions handed out. Units out of the place, of them in the hand, of them opened with the container still owed,
-- of them exchanged; `proven` can be exchanged.
create function base_stock.open_use(p_org bigint, p_at timestamptz, p_location bigint)
returns table (case_kind text, case_id bigint, drug_id bigint, lot_id bigint, out_units bigint, in_hand bigint, owed bigint,
  exchanged bigint, proven bigint)
language sql stable as $$
  with base as materialized (
    select f.drug_id, f.since from base_stock.in_force(p_org, p_at) f where f.location_id = p_location),
  cases as materialized (
    select 'issue' as kind, i.id, i.account_id, i.issued_at as at from issue.issue i
    where i.org_id = p_org and i.location_id = p_location and i.issued_at >= (select min(b.since) from base b)
      and not exists (
        select from requisition.exchange_line x join requisition.requisition r on r.org_id = x.org_id and r.id = x.requisition_id
        where x.org_id = i.org_id and x.case_kind = 'issue' and x.case_id = i.id and x.closes and r.cancelled_at is null)
    union
    select 'issue', i.id, i.account_id, i.issued_at from ledger.balance b
    join ledger.account a on a.org_id = b.org_id and a.id = b.account_id and a.kind = 'custody'
    join issue.issue i on i.org_id = b.org_id and i.account_id = b.account_id
    where b.org_id = p_org and b.inside and b.quantity <> 0 and i.location_id = p_location),
  -- what came back unopened was not used, wherever it was brought: if not here, the place is short of it
  moved as (
    select c.kind, c.id, c.at, e.drug_id, e.lot_id, e.quantity as units from cases c
    join ledger.entry e on e.org_id = p_org and e.destination_id = c.account_id and e.item = 'intact' and e.recorded_at >= c.at
    join ledger.account o on o.org_id = p_org and o.id = e.source_id and o.kind = 'location'
    union all
    select c.kind, c.id, c.at, e.drug_id, e.lot_id, -e.quantity from cases c
    join ledger.entry e on e.org_id = p_org and e.source_id = c.account_id and e.item = 'intact' and e.recorded_at >= c.at
    join ledger.account o on o.org_id = p_org and o.id = e.destination_id and o.kind = 'location'
    union all
    select 'dispense', d.id, d.dispensed_at, e.drug_id, e.lot_id, e.quantity from prescription.dispense d
    join ledger.movement m on m.org_id = d.org_id and m.id = d.movement_id
    join ledger.entry e on e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at and e.item = 'intact'
    join ledger.account o on o.org_id = e.org_id and o.id = e.destination_id and o.kind = 'patient'
    where d.org_id = p_org and d.location_id = p_location and d.dispensed_at >= (select min(b.since) from base b)
      and not exists (select from ledger.movement r where r.org_id = m.org_id and r.reverses_id = m.id)
      and not exists (
        select from requisition.exchange_line x join requisition.requisition r on r.org_id = x.org_id and r.id = x.requisition_id
        where x.org_id = d.org_id and x.case_kind = 'dispense' and x.case_id = d.id and x.closes and r.cancelled_at is null)),
  taken as (
    select m.kind, m.id, m.at, m.drug_id, m.lot_id, sum(m.units)::bigint as units from moved m group by 1, 2, 3, 4, 5),
  held as (
    select c.id, b.lot_id, coalesce(sum(b.quantity) filter (where b.item = 'intact'), 0)::bigint as intact,
      coalesce(sum(b.quantity) filter (where b.item = 'container'), 0)::bigint as containers,
      coalesce(sum(b.quantity) filter (where b.item = 'content'), 0)::bigint as content
    from cases c join ledger.balance b on b.org_id = p_org and b.account_id = c.account_id and b.quantity <> 0 group by 1, 2),
  rows as (
    select t.kind, t.id, t.drug_id, t.lot_id, t.units as out_units,
      coalesce(h.intact, 0) + case when d.container is null and d.content_per_unit > 0
        then (coalesce(h.content, 0) + d.content_per_unit - 1) / d.content_per_unit else 0 end as in_hand,
      coalesce(h.containers, 0) as owed, coalesce(g.units, 0) as exchanged
    from taken t
    join base b on b.drug_id = t.drug_id and t.at >= b.since
    join ledger.drug d on d.org_id = p_org and d.id = t.drug_id
    left join held h on t.kind = 'issue' and h.id = t.id and h.lot_id = t.lot_id
    left join lateral (
      select sum(x.units)::bigint as units from requisition.exchange_line x
      join requisition.requisition r on r.org_id = x.org_id and r.id = x.requisition_id and r.cancelled_at is null
      where x.org_id = p_org and x.case_kind = t.kind and x.case_id = t.id and x.lot_id = t.lot_id) g on true)
  select r.kind, r.id, r.drug_id, r.lot_id, r.out_units, r.in_hand, r.owed, r.exchanged, r.out_units - r.in_hand - r.owed - r.exchanged
  from rows r
$$;

-- Requisitions by exchange whose goods have not all arrived: given in exchange, and not yet back.
create function base_stock.awaiting(p_org bigint, p_location bigint)
returns table (requisition_id bigint, drug_id bigint, asked bigint, accepted bigint)
language sql stable as $$
  select x.requisition_id, x.drug_id, x.units, coalesce(a.units, 0)
  from (
    select e.requisition_id, e.drug_id, sum(e.units)::bigint as units
    from requisition.requisition r join requisition.exchange_line e on e.org_id = r.org_id and e.requisition_id = r.id
    where r.org_id = p_org and r.location_id = p_location and r.cancelled_at is null group by 1, 2 having sum(e.units) > 0) x
  left join lateral (
    select sum(case when e.destination_id = l.account_id then e.quantity else -e.quantity end)::bigint as units
    from requisition.transfer t
    join place.location l on l.org_id = t.org_id and l.id = t.destination_location_id
    join ledger.movement m on m.org_id = t.org_id and m.cause_kind = 'transfer' and m.cause_id = t.id and m.kind = 'accept'
    join ledger.entry e on e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at and e.drug_id = x.drug_id
    where t.org_id = p_org and t.requisition_id = x.requisition_id) a on true
  where x.units > coalesce(a.units, 0)
$$;

-- The equation of one place, drug by drug (438号; regulations §4.3):
--   in_place + in_hand + owed + proven + awaiting = base
-- coming: on its way without an exchange; asked: requested without an exchange and not sent.
create function base_stock.position(p_org bigint, p_at timestamptz, p_location bigint)
returns table (drug_id bigint, base_units int, min_units int, since timestamptz, in_place bigint, in_hand bigint, owed bigint,
  proven bigint, awaiting bigint, coming bigint, asked bigint, used boolean)
language sql stable as $$
  with base as materialized (
    select f.drug_id, f.units, f.min_units, f.since from base_stock.in_force(p_org, p_at) f where f.location_id = p_location),
  stock as (
    select b.drug_id, sum(b.quantity)::bigint as units from place.location l
    join ledger.balance b on b.org_id = l.org_id and b.account_id = l.account_id and b.item = 'intact' and b.quantity <> 0
    where l.org_id = p_org and l.id = p_location group by 1),
  use as (
    select u.drug_id, sum(u.in_hand)::bigint as in_hand, sum(u.owed)::bigint as owed, sum(u.proven)::bigint as proven
    from base_stock.open_use(p_org, p_at, p_location) u group by 1),
  waits as (select w.drug_id, sum(w.asked - w.accepted)::bigint as units from base_stock.awaiting(p_org, p_location) w group by 1),
  coming as (
    select b.drug_id, sum(b.quantity)::bigint as units from ledger.balance b
    join ledger.account a on a.org_id = b.org_id and a.id = b.account_id and a.kind = 'transit'
    join requisition.transfer t on t.org_id = b.org_id and t.account_id = b.account_id
    where b.org_id = p_org and b.inside and b.quantity <> 0 and b.item = 'intact' and t.destination_location_id = p_location
      and not exists (select from requisition.exchange_line x where x.org_id = t.org_id and x.requisition_id = t.requisition_id)
    group by 1),
  asked as (
    select q.drug_id, sum(q.units)::bigint as units from requisition.requisition r
    join requisition.requisition_line q on q.org_id = r.org_id and q.requisition_id = r.id
    where r.org_id = p_org and r.location_id = p_location and r.cancelled_at is null
      and not exists (select from requisition.transfer t where t.org_id = r.org_id and t.requisition_id = r.id)
      and not exists (select from requisition.exchange_line x where x.org_id = r.org_id and x.requisition_id = r.id)
    group by 1),
  drugs as (select b.drug_id from base b union select s.drug_id from stock s)
  select d.drug_id, b.units, b.min_units, b.since, coalesce(s.units, 0), coalesce(u.in_hand, 0), coalesce(u.owed, 0),
    coalesce(u.proven, 0), coalesce(w.units, 0), coalesce(c.units, 0), coalesce(k.units, 0), u.drug_id is not null
  from drugs d
  left join base b on b.drug_id = d.drug_id
  left join stock s on s.drug_id = d.drug_id
  left join use u on u.drug_id = d.drug_id
  left join waits w on w.drug_id = d.drug_id
  left join coming c on c.drug_id = d.drug_id
  left join asked k on k.drug_id = d.drug_id
$$;

-- 月检查: the pharmacy looks, the ward is there, both sign.
create table base_stock.month_check (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  location_id bigint not null,
  month date not null check (extract(day from month) = 1),
  checked_by bigint not null,
  witnessed_by bigint not null,
  checked_at timestamptz not null,
  found text,
  primary key (org_id, id),
  constraint month_check_no unique (org_id, no),
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, checked_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, witnessed_by) references identity.app_user (org_id, id) on delete restrict
);
create index month_check_place on base_stock.month_check (org_id, location_id, month);
call core.tenant_table('base_stock.month_check');

create table base_stock.month_check_item (
  org_id bigint not null references identity.org (id) on delete restrict,
  check_id bigint not null,
  item text not null,
  good boolean not null,
  note text,
  primary key (org_id, check_id, item),
  foreign key (org_id, check_id) references base_stock.month_check (org_id, id) on delete restrict
);
call core.tenant_table('base_stock.month_check_item');

create table base_stock.month_check_line (
  org_id bigint not null references identity.org (id) on delete restrict,
  check_id bigint not null,
  drug_id bigint not null,
  lot_id bigint not null,
  base_units int,
  book_units int not null,
  counted_units int not null check (counted_units >= 0),
  primary key (org_id, check_id, lot_id),
  foreign key (org_id, check_id) references base_stock.month_check (org_id, id) on delete restrict,
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict,
  foreign key (org_id, lot_id) references ledger.lot (org_id, id) on delete restrict
);
call core.tenant_table('base_stock.month_check_line');

-- Shifts of a place; the newest row is in force. Times are the ends of shifts, HH:MM in China.
create table handover.plan (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  location_id bigint not null,
  shift_names text[] not null,
  shift_ends text[] not null,
  blind boolean not null,
  settles boolean not null,
  set_by bigint not null,
  set_at timestamptz not null,
  primary key (org_id, id),
  check (cardinality(shift_names) = cardinality(shift_ends)),
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, set_by) references identity.app_user (org_id, id) on delete restrict
);
create index plan_place on handover.plan (org_id, location_id, id desc);
call core.tenant_table('handover.plan');

-- 交接班 (shift) and 日结 (day): what a place holds, counted at the end of a period; the next one begins where it ended.
create table handover.handover (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  kind text not null check (kind in ('shift', 'day')),
  location_id bigint not null,
  previous_id bigint,
  -- = the end of the one before; null: the first of its place
  started_at timestamptz,
  blind boolean not null,
  -- day: which day it settles, and from which one it makes up for
  day date,
  from_day date,
  version int not null default 0,
  opened_by bigint not null,
  opened_at timestamptz not null,
  handed_by bigint,
  taken_by bigint,
  signed_at timestamptz,
  cancelled_at timestamptz,
  note text,
  -- as they stood when it was signed
  open_hands int,
  waiting_prescriptions int,
  primary key (org_id, id),
  constraint handover_no unique (org_id, no),
  constraint handover_two_people check (handed_by <> taken_by),
  check ((kind = 'day') = (day is not null)),
  check (signed_at is null or (handed_by is not null and taken_by is not null)),
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, previous_id) references handover.handover (org_id, id) on delete restrict,
  foreign key (org_id, opened_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, handed_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, taken_by) references identity.app_user (org_id, id) on delete restrict
);
create unique index handover_one_open on handover.handover (org_id, location_id, kind) where signed_at is null and cancelled_at is null;
create unique index handover_follows on handover.handover (org_id, previous_id) where signed_at is not null;
create index handover_chain on handover.handover (org_id, location_id, kind, signed_at desc);
create index handover_time on handover.handover (org_id, signed_at desc);
call core.tenant_table('handover.handover',
  'version, handed_by, taken_by, signed_at, cancelled_at, note, open_hands, waiting_prescriptions');

-- Every figure that was ever entered; the newest of a lot counts.
create table handover.count (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  handover_id bigint not null,
  item text not null check (item in ('intact', 'container')),
  drug_id bigint not null,
  lot_id bigint not null,
  -- the books at that instant: what has moved since must be counted again
  book_units int not null,
  counted_units int not null check (counted_units >= 0),
  entered text not null check (entered in ('typed', 'scan', 'agreed')),
  counted_by bigint not null,
  counted_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, handover_id) references handover.handover (org_id, id) on delete restrict,
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict,
  foreign key (org_id, lot_id) references ledger.lot (org_id, id) on delete restrict
);
create index count_line on handover.count (org_id, handover_id, item, lot_id, id desc);
call core.tenant_table('handover.count');

create table handover.scanned (
  org_id bigint not null references identity.org (id) on delete restrict,
  handover_id bigint not null,
  code text not null,
  lot_id bigint not null,
  units int not null check (units > 0),
  scanned_at timestamptz not null,
  primary key (org_id, handover_id, code),
  foreign key (org_id, handover_id) references handover.handover (org_id, id) on delete restrict
);
call core.tenant_table('handover.scanned', null, true);

-- 差异 as the two say it before they sign. Where units are missing or too many, the case itself is a ledger.discrepancy,
-- which comes with the next migration and is named by number.
create table handover.difference (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  handover_id bigint not null,
  item text not null check (item in ('intact', 'container')),
  drug_id bigint not null,
  lot_id bigint not null,
  -- counted − book, and what the books changed behind the last signature
  units int not null,
  changed_units int not null,
  kind text not null,
  reason text not null,
  due_at timestamptz not null,
  previous_by bigint,
  discrepancy_id bigint,
  discrepancy_no text,
  found_by bigint not null,
  found_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, handover_id) references handover.handover (org_id, id) on delete restrict,
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict,
  foreign key (org_id, lot_id) references ledger.lot (org_id, id) on delete restrict,
  foreign key (org_id, previous_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, found_by) references identity.app_user (org_id, id) on delete restrict
);
create index difference_handover on handover.difference (org_id, handover_id, item, lot_id, id desc);
call core.tenant_table('handover.difference');

-- What two people signed, line by line, as it stood.
create table handover.line (
  org_id bigint not null references identity.org (id) on delete restrict,
  handover_id bigint not null,
  item text not null check (item in ('intact', 'container')),
  drug_id bigint not null,
  lot_id bigint not null,
  -- last counted; null: nothing was handed over before
  last_units int,
  opening_units int not null,
  in_units int not null,
  out_units int not null,
  book_units int not null,
  counted_units int not null,
  difference_id bigint,
  primary key (org_id, handover_id, item, lot_id),
  foreign key (org_id, handover_id) references handover.handover (org_id, id) on delete restrict,
  foreign key (org_id, difference_id) references handover.difference (org_id, id) on delete restrict,
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict,
  foreign key (org_id, lot_id) references ledger.lot (org_id, id) on delete restrict
);
call core.tenant_table('handover.line');

create table handover.flow (
  org_id bigint not null references identity.org (id) on delete restrict,
  handover_id bigint not null,
  drug_id bigint not null,
  lot_id bigint not null,
  kind text not null,
  -- 红冲: takes an earlier movement of this kind back
  reversal boolean not null,
  in_units int not null check (in_units >= 0),
  out_units int not null check (out_units >= 0),
  primary key (org_id, handover_id, lot_id, kind, reversal),
  foreign key (org_id, handover_id) references handover.handover (org_id, id) on delete restrict,
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict,
  foreign key (org_id, lot_id) references ledger.lot (org_id, id) on delete restrict
);
call core.tenant_table('handover.flow');

-- Ends of shifts in [from, to] that nobody has signed by `at`, from an hour before them on; under the plan in force.
create function handover.unsigned(p_org bigint, p_from timestamptz, p_to timestamptz, p_at timestamptz)
returns table (location_id bigint, name text, ends_at timestamptz)
language sql stable as $$
  with plan as (
    select distinct on (p.location_id) p.location_id, p.shift_names, p.shift_ends, p.set_at from handover.plan p
    join place.location l on l.org_id = p.org_id and l.id = p.location_id and l.stopped_at is null
    where p.org_id = p_org and p.set_at <= p_at order by p.location_id, p.id desc),
  ends as (
    select p.location_id, n.name, (d.day::date + n.e::time) at time zone 'Asia/Shanghai' as ends_at, p.set_at
    from plan p
    cross join generate_series((p_from at time zone 'Asia/Shanghai')::date, (p_to at time zone 'Asia/Shanghai')::date, interval '1 day') d (day)
    cross join unnest(p.shift_names, p.shift_ends) n (name, e))
  select e.location_id, e.name, e.ends_at from ends e
  where e.ends_at between p_from and p_to and e.ends_at > e.set_at
    and not exists (select from handover.handover h where h.org_id = p_org and h.location_id = e.location_id and h.kind = 'shift'
      and h.signed_at between e.ends_at - interval '1 hour' and p_at)
$$;

-- Places that are settled daily and whose yesterday is still open.
create function handover.unsettled(p_org bigint, p_at timestamptz) returns table (location_id bigint, day date)
language sql stable as $$
  with plan as (
    select distinct on (p.location_id) p.location_id, p.settles, p.set_at from handover.plan p
    join place.location l on l.org_id = p.org_id and l.id = p.location_id and l.stopped_at is null
    where p.org_id = p_org and p.set_at <= p_at order by p.location_id, p.id desc)
  select p.location_id, y.day from plan p
  cross join lateral (select (p_at at time zone 'Asia/Shanghai')::date - 1 as day) y
  where p.settles and (p.set_at at time zone 'Asia/Shanghai')::date <= y.day
    and not exists (select from handover.handover h where h.org_id = p_org and h.location_id = p.location_id and h.kind = 'day'
      and h.signed_at is not null and h.day >= y.day)
$$;
