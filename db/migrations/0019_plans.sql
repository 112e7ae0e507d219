-- Plans that stay right, and months that begin with what the last one left. Nothing here changes what is recorded.

-- Under row-level security a condition may only look into an index where PostgreSQL knows that it tells nobody anything.
-- It knows that of `case`, and not of `coalesce`: joined by `coalesce(…)`, every lot of the hospital was read for one code.
create or replace view ledger.code_now with (security_invoker = true) as
  select c.org_id, c.code, c.kind, c.raw, case when b.drug_id is null then c.drug_id else b.drug_id end as drug_id,
    case when b.lot_id is null then c.lot_id else b.lot_id end as lot_id, c.units, c.parent, c.unit_no, c.first_seen_at
  from ledger.code c
  left join lateral (
    select x.drug_id, x.lot_id from ledger.balance x
    where x.org_id = c.org_id and x.code = c.code and x.code <> '' and x.item = 'intact' and x.quantity > 0 limit 1) b on true;

-- The beginning of every request, in one statement and without sorting a hundred words: what somebody may do comes as text,
-- which the program has read before (src/core/identity/standing.ts). The first answer is looked for where there is a key only.
drop function core.begin_act(bytea, timestamptz, interval, boolean, text, text);
drop function identity.open_session(bytea, timestamptz, interval);
create function core.begin_act(p_token_hash bytea, p_now timestamptz, p_idle interval, p_acts boolean, p_key text)
returns table (org_id bigint, user_id bigint, name text, title text, seen_at timestamptz, permissions text, held text, scopes text,
  event_id bigint, movement_id bigint, first_endpoint text, first_hash bytea, first_reply jsonb)
language plpgsql security definer set search_path = pg_catalog as $$
begin
  select s.org_id, s.user_id, u.name, u.title, s.seen_at, a.permissions,
      (select string_agg(distinct q.type, ',') from identity.qualification q
        where q.org_id = s.org_id and q.user_id = s.user_id and q.revoked_at is null
          and (p_now at time zone 'Asia/Shanghai')::date between q.valid_from and q.valid_to),
      case when a.narrowed then (
        select jsonb_agg(jsonb_build_object('permissions', x.permissions, 'classes', x.classes, 'accounts', x.accounts))::text
        from identity.assignments_of(s.org_id, s.user_id, p_now) x) end
    into org_id, user_id, name, title, seen_at, permissions, held, scopes
  from identity.session s
  join identity.app_user u on u.org_id = s.org_id and u.id = s.user_id
  cross join lateral (
    select string_agg(array_to_string(x.permissions, ','), ',') as permissions,
      bool_or(cardinality(x.classes) > 0 or cardinality(x.accounts) > 0) as narrowed
    from identity.assignments_of(s.org_id, s.user_id, p_now) x) a
  where s.token_hash = p_token_hash and s.ended_at is null and s.expires_at > p_now
    and s.seen_at > p_now - p_idle and u.disabled_at is null;
  if not found then return; end if;
  if p_acts then
    event_id := nextval('audit.event_id');
    movement_id := nextval('ledger.movement_id_seq');
  end if;
  if p_key is not null then
    select i.endpoint, i.input_hash, i.reply into first_endpoint, first_hash, first_reply
    from core.idempotency i where i.org_id = begin_act.org_id and i.user_id = begin_act.user_id and i.key = p_key;
  end if;
  perform core.enter(org_id);
  return next;
end $$;
alter function core.begin_act owner to zhuisu_lookup;
revoke execute on function core.begin_act from public;
grant execute on function core.begin_act to zhuisu_app;

-- The entries of a code and its labels, in order, from all months: when a code was first seen is a column that somebody might
-- change to hide what came before. p_most bounds it. One plan, kept: planned anew for forty months it costs ten times what
-- it reads.
create function ledger.entries_of(p_org bigint, p_codes text[], p_most int)
returns table (movement_id bigint, recorded_at timestamptz, occurred_at timestamptz, event_id bigint, item text, code text,
  source_id bigint, destination_id bigint, quantity bigint)
language plpgsql stable set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  return query
    with own as materialized (
      select e.* from ledger.entry e
      where e.org_id = p_org and e.code <> '' and e.code = any (p_codes))
    select o.movement_id, o.recorded_at, m.occurred_at, m.event_id, o.item, o.code, o.source_id, o.destination_id, o.quantity
    from own o
    cross join lateral (select x.occurred_at, x.event_id from ledger.movement x where x.org_id = p_org and x.id = o.movement_id offset 0) m
    order by o.recorded_at, o.movement_id, o.line limit p_most;
end $$;

-- Events that the follower of days has not read: what readers add themselves. One plan, kept.
create or replace function ledger.undated(p_org bigint) returns bigint[] language plpgsql stable
  set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare t xid8; n bigint;
begin
  select f.tx, f.event_id into t, n from core.follower f where f.name = 'days';
  return (select coalesce(array_agg(e.id), '{}') from audit.event e
    where e.org_id = p_org and (e.tx, e.id) > (coalesce(t, '0'::xid8), coalesce(n, 0)));
end $$;

-- What stood in the house when a month began (China), summed as ledger.daily is; rows with nothing are left out. An opening
-- stock then costs a month's days however many years lie before. Only accounts inside: what is outside adds up for ever.
create table ledger.month_made (
  org_id bigint not null references identity.org (id) on delete restrict,
  month date not null check (month = date_trunc('month', month)),
  primary key (org_id, month)
);
call core.tenant_table('ledger.month_made');
create table ledger.month_start (
  org_id bigint not null references identity.org (id) on delete restrict,
  month date not null,
  account_kind text not null,
  account_id bigint not null,
  item text not null,
  drug_id bigint not null,
  lot_id bigint not null,
  net bigint not null,
  primary key (org_id, month, drug_id, lot_id, account_kind, account_id, item)
);
call core.tenant_table('ledger.month_start');
do $$
declare t text;
begin
  foreach t in array array['ledger.month_made', 'ledger.month_start'] loop
    execute format('revoke insert on %s from zhuisu_app', t);
    execute format('create policy ledger_all on %s to zhuisu_ledger using (true) with check (true)', t);
    execute format('grant select, insert on %s to zhuisu_ledger', t);
  end loop;
end $$;
grant update (net) on ledger.month_start to zhuisu_ledger;

-- The kinds of account that a hospital answers for; src/core/ledger/kind.ts has the same list, and a test compares them.
create function ledger.inside_kinds() returns text[] language sql immutable as
  $$ select array['location', 'transit', 'custody', 'quarantine', 'returned', 'empties'] $$;

-- Begins each month up to that of p_day from the one before it.
create function ledger.begin_months(p_org bigint, p_day date) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare last date; next date;
begin
  perform core.require_tenant(p_org);
  select max(x.month) into last from ledger.month_made x where x.org_id = p_org;
  if last is null then select date_trunc('month', min(d.day))::date into last from ledger.daily d where d.org_id = p_org; end if;
  next := (last + interval '1 month')::date;
  while next <= date_trunc('month', p_day)::date loop
    insert into ledger.month_start (org_id, month, account_kind, account_id, item, drug_id, lot_id, net)
    select p_org, next, n.account_kind, n.account_id, n.item, n.drug_id, n.lot_id, sum(n.net)
    from (
      select s.account_kind, s.account_id, s.item, s.drug_id, s.lot_id, s.net from ledger.month_start s where s.org_id = p_org and s.month = last
      union all
      select d.account_kind, d.account_id, d.item, d.drug_id, d.lot_id, d.in_quantity - d.out_quantity from ledger.daily d
      where d.org_id = p_org and d.day < next and d.account_kind = any (ledger.inside_kinds())
        and (d.day >= last or not exists (select from ledger.month_made x where x.org_id = p_org and x.month = last))) n
    group by 3, 4, 5, 6, 7 having sum(n.net) <> 0;
    insert into ledger.month_made (org_id, month) values (p_org, next);
    last := next;
    next := (next + interval '1 month')::date;
  end loop;
end $$;

-- What the follower of days does with a run of events: the days' sums, the beginnings of months that had begun before
-- something came late, and the month that begins now.
create or replace function ledger.add_days(p_org bigint, p_events bigint[]) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare first_day date; last_day date; made date;
begin
  perform core.require_tenant(p_org);
  -- Added up before anything is looked up: a run of events has thousands of entries and a few dozen sums.
  insert into ledger.daily as d (org_id, account_kind, account_id, item, drug_id, lot_id, day, kind, in_quantity, out_quantity)
  with moved as materialized (
    select e.item, e.drug_id, e.lot_id, (e.recorded_at at time zone 'Asia/Shanghai')::date as day, m.kind, e.source_id, e.destination_id,
      sum(e.quantity) as quantity
    from ledger.movement m
    join ledger.entry e on e.org_id = p_org and e.movement_id = m.id and e.recorded_at = m.recorded_at
    where m.org_id = p_org and m.event_id = any (p_events) group by 1, 2, 3, 4, 5, 6, 7)
  select p_org, a.kind, a.own, v.item, v.drug_id, v.lot_id, v.day, v.kind,
    sum(case when s.side = 1 then v.quantity else 0 end), sum(case when s.side = -1 then v.quantity else 0 end)
  from moved v cross join (values (1), (-1)) s (side)
  cross join lateral (
    select x.kind, case when x.kind in ('location', 'quarantine', 'empties') then x.id else 0 end as own from ledger.account x
    where x.org_id = p_org and x.id = case when s.side = 1 then v.destination_id else v.source_id end offset 0) a
  group by 2, 3, 4, 5, 6, 7, 8 order by 2, 3, 4, 5, 6, 7, 8
  on conflict (org_id, account_kind, account_id, item, drug_id, lot_id, day, kind)
    do update set in_quantity = d.in_quantity + excluded.in_quantity, out_quantity = d.out_quantity + excluded.out_quantity;
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
alter function ledger.begin_months owner to zhuisu_ledger;
revoke execute on function ledger.begin_months from public;
grant execute on function ledger.begin_months to zhuisu_app;

-- The same act as before; what it looks at first is written so that no plan can read a table for it.
create or replace function ledger.post(p_org bigint, m_id bigint[], m_kind text[], m_occurred timestamptz[], p_recorded timestamptz,
  m_cause_kind text[], m_cause bigint[], m_cause_no text[], p_actor bigint, p_witness bigint, m_reason text[], p_event bigint,
  m_reverses bigint[], l_movement int[], l_line int[], l_item text[], l_drug bigint[], l_lot bigint[], l_code text[], l_from bigint[],
  l_to bigint[], l_quantity bigint[], d_account bigint[], d_item text[], d_lot bigint[], d_code text[], d_drug bigint[],
  d_delta bigint[], d_least bigint[])
returns void language plpgsql security definer set search_path = pg_catalog as $$
declare short record;
begin
  if p_org <> core.current_org() then perform core.require_tenant(p_org); end if;
  if exists (select from (select distinct lot, drug from unnest(l_lot, l_drug) l (lot, drug)) l
      left join lateral (select 1 as one from ledger.lot x where x.org_id = p_org and x.id = l.lot and x.drug_id = l.drug offset 0) x on true
      where x.one is null) then
    raise exception 'a lot of this movement does not exist' using errcode = '23503';
  end if;
  insert into ledger.movement (org_id, id, kind, occurred_at, recorded_at, cause_kind, cause_id, cause_no, actor_id, witness_id,
    reason, event_id, reverses_id)
  overriding system value
  select p_org, m.id, m.kind, m.occurred, p_recorded, m.cause_kind, m.cause, m.cause_no, p_actor, p_witness, nullif(m.reason, ''), p_event,
    nullif(m.reverses, 0)
  from unnest(m_id, m_kind, m_occurred, m_cause_kind, m_cause, m_cause_no, m_reason, m_reverses)
    as m (id, kind, occurred, cause_kind, cause, cause_no, reason, reverses);
  -- For each delta one look at its account and, where something goes out, one at its balance: `offset 0` keeps it so for three
  -- deltas and for three thousand.
  select d.*, a.title, coalesce(b.quantity, 0) as have into short
  from unnest(d_account, d_item, d_lot, d_code, d_drug, d_least) as d (account_id, item, lot_id, code, drug_id, least)
  left join lateral (select x.title, x.inside from ledger.account x where x.org_id = p_org and x.id = d.account_id offset 0) a on true
  left join lateral (select x.quantity from ledger.balance x where a.inside and d.least > 0
      and x.org_id = p_org and x.account_id = d.account_id and x.item = d.item and x.lot_id = d.lot_id and x.code = d.code offset 0) b on true
  where a.title is null or (a.inside and d.least > 0 and coalesce(b.quantity, 0) < d.least) limit 1;
  if found and short.title is null then
    raise exception 'an account of this movement does not exist' using errcode = '23503';
  elsif found then
    raise exception 'balance would be negative' using errcode = 'ZS001',
      detail = json_build_object('account', short.account_id, 'place', short.title, 'item', short.item, 'lot', short.lot_id,
        'code', short.code, 'drug', short.drug_id, 'have', short.have, 'want', short.least)::text;
  end if;
  insert into ledger.entry (org_id, movement_id, line, recorded_at, item, drug_id, lot_id, code, source_id, destination_id, quantity)
  select p_org, m_id[l.movement], l.line, p_recorded, l.item, l.drug_id, l.lot_id, l.code, l.source_id, l.destination_id, l.quantity
  from unnest(l_movement, l_line, l_item, l_drug, l_lot, l_code, l_from, l_to, l_quantity)
    as l (movement, line, item, drug_id, lot_id, code, source_id, destination_id, quantity);
  -- One statement for what is added and what is taken. A row that is taken from exists (looked at above, and balances are
  -- never deleted); its proposal says `inside = false` only so that the constraint judges the sum and not the proposal.
  insert into ledger.balance as b (org_id, account_id, item, lot_id, code, drug_id, inside, quantity, changed_at)
  select p_org, d.account_id, d.item, d.lot_id, d.code, d.drug_id, a.inside and d.delta >= 0, d.delta, p_recorded
  from unnest(d_account, d_item, d_lot, d_code, d_drug, d_delta) with ordinality
    as d (account_id, item, lot_id, code, drug_id, delta, n)
  cross join lateral (select x.inside from ledger.account x where x.org_id = p_org and x.id = d.account_id offset 0) a
  order by d.n
  on conflict (org_id, account_id, item, lot_id, code)
    do update set quantity = b.quantity + excluded.quantity, changed_at = excluded.changed_at;
end $$;

-- What every act calls has one plan for all values, by the indexes: chosen anew each time, the choosing cost more than the
-- act (410 µs of 1 900 in ledger.post, 340 of 830 in ledger.add_days, which looks at every month's partition); kept from
-- when a table was small, it reads the table from end to end when it no longer is.
do $$
declare f regprocedure;
begin
  for f in
    select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where (n.nspname, p.proname) in (('ledger', 'post'), ('ledger', 'add_days'), ('core', 'begin_act'), ('core', 'close_act'))
  loop
    execute format('alter function %s set plan_cache_mode = force_generic_plan', f);
    execute format('alter function %s set enable_seqscan = off', f);
    execute format('alter function %s set enable_hashjoin = off', f);
    execute format('alter function %s set enable_mergejoin = off', f);
  end loop;
end $$;

-- Indexes that no statement of the program reads: found by running all database tests without sequential scans and asking
-- pg_stat_user_indexes (docs/performance.md); those that only a larger table needs stay.
drop index ledger.counted_source;
drop index ledger.discrepancy_previous;
drop index filing.dispatch_authority;
-- Two where there were three: what is in an account, by drug, and what is in the house, by drug. What is outside, most rows by
-- far, is in one of them only; each index costs every act six times.
drop index ledger.balance_account;
drop index ledger.balance_drug;
drop index ledger.balance_inside;
create index balance_account on ledger.balance (org_id, account_id, drug_id) where quantity <> 0;
create index balance_inside on ledger.balance (org_id, drug_id, account_id) where inside and quantity <> 0;
