-- How much of a drug a place should hold (place.drug_limit, 0008) says something when it is crossed.

create schema stock_limit;
grant usage on schema stock_limit to zhuisu_app, zhuisu_auditor;

-- A limit that was crossed, from when it was noticed until it held again. Told once, however long it lasts.
create table stock_limit.crossing (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  location_id bigint not null,
  drug_id bigint not null,
  state text not null check (state in ('low', 'high', 'days')),
  crossed_at timestamptz not null,
  ended_at timestamptz check (ended_at >= crossed_at),
  primary key (org_id, id),
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict
);
create unique index crossing_open on stock_limit.crossing (org_id, location_id, drug_id, state) where ended_at is null;
create index crossing_drug on stock_limit.crossing (org_id, drug_id);
call core.tenant_table('stock_limit.crossing', 'ended_at');

-- Every limit of an organisation beside what lies there, what is coming, and what was used, in one pass over the ledger.
--
-- held: unopened units in the place. usable: of these, not expired on the day.
-- used: units that left for a hand (custody), a patient, or another place (transit) since p_from, less those that came back
--   from there: returned whole, sent back, or reversed. A transit account is back where its transfer began.
-- since: p_from, or the first time the drug came into the place, if that was later: a rate over days in which the place
--   did not yet have the drug would promise too much.
-- coming: on its way to the place. asked: requested by the place and not yet sent.
create function stock_limit.standing(p_org bigint, p_at timestamptz, p_from timestamptz)
returns table (limit_id bigint, location_id bigint, account_id bigint, drug_id bigint, low_units int, high_units int,
  max_days int, held_units bigint, usable_units bigint, used_units bigint, since timestamptz, coming_units bigint,
  asked_units bigint) language sql stable as $$
  with l as materialized (
    select d.*, p.account_id from place.drug_limit d
    join place.location p on p.org_id = d.org_id and p.id = d.location_id and p.stopped_at is null where d.org_id = p_org),
  a as materialized (select distinct l.account_id from l),
  held as (
    select b.account_id, b.drug_id, sum(b.quantity) as held,
      sum(b.quantity) filter (where t.expiry >= (p_at at time zone 'Asia/Shanghai')::date) as usable
    from a join ledger.balance b on b.org_id = p_org and b.account_id = a.account_id and b.item = 'intact' and b.quantity <> 0
    join ledger.lot t on t.org_id = p_org and t.id = b.lot_id group by 1, 2),
  used as (
    select x.account_id, x.drug_id, sum(x.units) as units from (
      select e.source_id as account_id, e.drug_id, e.quantity as units
      from a join ledger.entry e on e.org_id = p_org and e.source_id = a.account_id and e.recorded_at >= p_from and e.item = 'intact'
      join ledger.account t on t.org_id = p_org and t.id = e.destination_id and t.kind in ('custody', 'patient', 'transit')
      union all
      select e.destination_id, e.drug_id, -e.quantity
      from a join ledger.entry e on e.org_id = p_org and e.destination_id = a.account_id and e.recorded_at >= p_from and e.item = 'intact'
      join ledger.account s on s.org_id = p_org and s.id = e.source_id and s.kind in ('custody', 'patient', 'transit')
      where s.kind <> 'transit' or exists (
        select from requisition.transfer r join place.location o on o.org_id = r.org_id and o.id = r.source_location_id
        where r.org_id = p_org and r.account_id = s.id and o.account_id = a.account_id)) x group by 1, 2),
  coming as (
    select r.destination_location_id as location_id, b.drug_id, sum(b.quantity) as units
    from requisition.transfer r join ledger.balance b on b.org_id = r.org_id and b.account_id = r.account_id and b.quantity <> 0
      and b.item = 'intact' where r.org_id = p_org and r.accepted_at is null group by 1, 2),
  asked as (
    select q.location_id, n.drug_id, sum(n.units) as units from requisition.requisition q
    join requisition.requisition_line n on n.org_id = q.org_id and n.requisition_id = q.id
    where q.org_id = p_org and q.cancelled_at is null and q.created_at >= p_from and not exists (
      select from requisition.transfer r where r.org_id = q.org_id and r.requisition_id = q.id) group by 1, 2)
  select l.id, l.location_id, l.account_id, l.drug_id, l.low_units, l.high_units, l.max_days, coalesce(h.held, 0)::bigint,
    coalesce(h.usable, 0)::bigint, greatest(coalesce(u.units, 0), 0)::bigint,
    greatest(p_from, coalesce(f.at, p_at)), coalesce(c.units, 0)::bigint, coalesce(k.units, 0)::bigint
  from l
  left join held h on h.account_id = l.account_id and h.drug_id = l.drug_id
  left join used u on u.account_id = l.account_id and u.drug_id = l.drug_id
  left join coming c on c.location_id = l.location_id and c.drug_id = l.drug_id
  left join asked k on k.location_id = l.location_id and k.drug_id = l.drug_id
  left join lateral (
    select e.recorded_at as at from ledger.entry e
    where e.org_id = p_org and e.destination_id = l.account_id and e.drug_id = l.drug_id order by e.recorded_at limit 1) f on true
$$;
