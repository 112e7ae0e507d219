-- What each month brought and took, by drug and not by lot, for the accounts inside: 进销存 of a month reads some hundred rows where
-- it read the days of every lot, and that of a year no more than twelve times as many. Kept with the days' sums, by the same follower.
create table ledger.monthly (
  org_id bigint not null references identity.org (id) on delete restrict,
  month date not null check (month = date_trunc('month', month)),
  drug_id bigint not null,
  account_kind text not null,
  account_id bigint not null,
  item text not null,
  kind text not null,
  in_quantity bigint not null check (in_quantity >= 0),
  out_quantity bigint not null check (out_quantity >= 0),
  primary key (org_id, month, drug_id, account_kind, account_id, item, kind)
);
call core.tenant_table('ledger.monthly');
revoke insert on ledger.monthly from zhuisu_app;
create policy ledger_all on ledger.monthly to zhuisu_ledger using (true) with check (true);
grant select, insert, update (in_quantity, out_quantity) on ledger.monthly to zhuisu_ledger;

create or replace function ledger.add_days(p_org bigint, p_events bigint[]) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare first_day date; last_day date; made date;
begin
  perform core.require_tenant(p_org);
  -- Added up before anything is looked up: a run of events has thousands of entries and a few dozen sums.
  with moved as materialized (
    select e.item, e.drug_id, e.lot_id, (e.recorded_at at time zone 'Asia/Shanghai')::date as day, m.kind, e.source_id, e.destination_id,
      sum(e.quantity) as quantity
    from ledger.movement m
    join ledger.entry e on e.org_id = p_org and e.movement_id = m.id and e.recorded_at = m.recorded_at
    where m.org_id = p_org and m.event_id = any (p_events) group by 1, 2, 3, 4, 5, 6, 7),
  sums as materialized (
    select a.kind as account_kind, a.own as account_id, v.item, v.drug_id, v.lot_id, v.day, v.kind,
      sum(case when s.side = 1 then v.quantity else 0 end) as ins, sum(case when s.side = -1 then v.quantity else 0 end) as outs
    from moved v cross join (values (1), (-1)) s (side)
    cross join lateral (
      select x.kind, case when x.kind in ('location', 'quarantine', 'empties') then x.id else 0 end as own from ledger.account x
      where x.org_id = p_org and x.id = case when s.side = 1 then v.destination_id else v.source_id end offset 0) a
    group by 1, 2, 3, 4, 5, 6, 7),
  days as (
    insert into ledger.daily as d (org_id, account_kind, account_id, item, drug_id, lot_id, day, kind, in_quantity, out_quantity)
    select p_org, s.account_kind, s.account_id, s.item, s.drug_id, s.lot_id, s.day, s.kind, s.ins, s.outs
    from sums s order by 2, 3, 4, 5, 6, 7, 8
    on conflict (org_id, account_kind, account_id, item, drug_id, lot_id, day, kind)
      do update set in_quantity = d.in_quantity + excluded.in_quantity, out_quantity = d.out_quantity + excluded.out_quantity)
  insert into ledger.monthly as o (org_id, month, drug_id, account_kind, account_id, item, kind, in_quantity, out_quantity)
  select p_org, date_trunc('month', s.day)::date, s.drug_id, s.account_kind, s.account_id, s.item, s.kind, sum(s.ins), sum(s.outs)
  from sums s where s.account_kind = any (ledger.inside_kinds())
  group by 2, 3, 4, 5, 6, 7 order by 2, 3, 4, 5, 6, 7
  on conflict (org_id, month, drug_id, account_kind, account_id, item, kind)
    do update set in_quantity = o.in_quantity + excluded.in_quantity, out_quantity = o.out_quantity + excluded.out_quantity;
  select min((m.recorded_at at time zone 'Asia/Shanghai')::date), max((m.recorded_at at time zone 'Asia/Shanghai')::date)
    into first_day, last_day
  from ledger.movement m where m.org_id = p_org and m.event_id = any (p_events);
  if first_day is null then return; end if;
  select max(x.month) into made from ledger.month_made x where x.org_id = p_org;
  if first_day < made then
    insert into ledger.month_start as o (org_id, month, account_kind, account_id, item, drug_id, lot_id, net)
    select p_org, x.month, s.account_kind, s.account_id, s.item, s.drug_id, s.lot_id, sum(s.in_quantity - s.out_quantity)
    from ledger.sides(p_org, p_events) s
    join ledger.month_made x on x.org_id = p_org and x.month > (s.recorded_at at time zone 'Asia/Shanghai')::date
    where s.account_kind = any (ledger.inside_kinds())
    group by 2, 3, 4, 5, 6, 7 order by 2, 3, 4, 5, 6, 7
    on conflict (org_id, month, drug_id, lot_id, account_kind, account_id, item) do update set net = o.net + excluded.net;
  end if;
  if made is null or last_day >= (made + interval '1 month')::date then perform ledger.begin_months(p_org, last_day); end if;
end $$;

-- From the days that are there. No run of events may be added between reading and writing.
lock table ledger.daily in share row exclusive mode;
set local role zhuisu_ledger;
insert into ledger.monthly (org_id, month, drug_id, account_kind, account_id, item, kind, in_quantity, out_quantity)
select d.org_id, date_trunc('month', d.day)::date, d.drug_id, d.account_kind, d.account_id, d.item, d.kind, sum(d.in_quantity), sum(d.out_quantity)
from ledger.daily d where d.account_kind = any (ledger.inside_kinds()) group by 1, 2, 3, 4, 5, 6, 7;
reset role;
