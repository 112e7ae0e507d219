-- The custody ledger: every unit is always in exactly one account.

create schema ledger;
grant usage on schema ledger to zhuisu_app, zhuisu_auditor, zhuisu_lookup;
grant create on schema ledger to zhuisu_lookup;

-- What the ledger must know of a drug. Strength is exact and never changes once a row exists: another
-- strength is another drug.
create table ledger.drug (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  code text not null,
  name text not null,
  spec text not null,
  -- 支 片 贴 瓶
  unit text not null,
  -- smallest unit of the content: µg, IU, µl … and how much one unit holds of it; 0: not tracked once opened
  content_unit text not null,
  content_per_unit bigint not null check (content_per_unit >= 0),
  -- nominal volume, to explain content as ml; display only
  volume_ul bigint check (volume_ul > 0),
  -- 空安瓿 废贴 …; null: nothing to recover
  container text,
  product_id bigint not null,
  primary key (org_id, id),
  constraint drug_code unique (org_id, code)
);
call core.tenant_table('ledger.drug');

create table ledger.lot (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  drug_id bigint not null,
  lot_no text not null,
  made date,
  expiry date not null,
  primary key (org_id, id),
  constraint lot_no unique (org_id, drug_id, lot_no),
  check (made is null or made < expiry),
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict
);
call core.tenant_table('ledger.lot');

-- inside: may never be negative. outside: the world, may.
create table ledger.account (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  kind text not null check (kind in ('location', 'transit', 'custody', 'quarantine', 'empties',
    'supplier', 'patient', 'opened', 'relabelled', 'disposed', 'destroyed', 'adjustment', 'lost', 'borrowed')),
  inside boolean not null generated always as (kind in ('location', 'transit', 'custody', 'quarantine', 'empties')) stored,
  title text not null,
  tier smallint check (tier between 1 and 3),
  -- custody: the person who has it in hand
  holder_id bigint,
  -- what it was opened for: an issue, a transfer, a supplier
  cause_kind text,
  cause_id bigint,
  due_at timestamptz,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, holder_id) references identity.app_user (org_id, id) on delete restrict
);
create index account_kind on ledger.account (org_id, kind);
create index account_cause on ledger.account (org_id, cause_kind, cause_id);
-- one patient, opened, … account per tenant; suppliers and places have their own
create unique index account_sink on ledger.account (org_id, kind)
  where kind in ('patient', 'opened', 'relabelled', 'disposed', 'destroyed', 'adjustment', 'lost', 'borrowed');
call core.tenant_table('ledger.account');

-- A code as this tenant knows it. units: how many it held when received (1 for an ampoule's own label).
create table ledger.code (
  org_id bigint not null references identity.org (id) on delete restrict,
  code text not null check (length(code) between 1 and 120),
  kind text not null check (kind in ('MSFX', 'GS1', 'MA', 'UNIT', 'ENTERPRISE')),
  raw text not null,
  drug_id bigint not null,
  lot_id bigint not null,
  units int not null check (units > 0),
  parent text,
  unit_no int check (unit_no > 0),
  first_seen_at timestamptz not null,
  primary key (org_id, code),
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict,
  foreign key (org_id, lot_id) references ledger.lot (org_id, id) on delete restrict,
  foreign key (org_id, parent) references ledger.code (org_id, code) on delete restrict
);
create unique index code_unit_no on ledger.code (org_id, parent, unit_no) where parent is not null;
call core.tenant_table('ledger.code');

create table ledger.movement (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  kind text not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  cause_kind text not null,
  cause_id bigint not null,
  cause_no text not null,
  actor_id bigint not null,
  witness_id bigint,
  reason text,
  -- the event whose bytes contain this movement
  event_id bigint not null,
  -- 红冲: the movement that this one takes back
  reverses_id bigint,
  primary key (org_id, id),
  constraint movement_two_people check (witness_id <> actor_id),
  constraint movement_reversed_once unique (org_id, reverses_id),
  foreign key (org_id, reverses_id) references ledger.movement (org_id, id) on delete restrict,
  foreign key (org_id, actor_id) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, witness_id) references identity.app_user (org_id, id) on delete restrict
);
create index movement_cause on ledger.movement (org_id, cause_kind, cause_id);
create index movement_time on ledger.movement (org_id, recorded_at desc, id desc);
create index movement_event on ledger.movement (org_id, event_id);
call core.tenant_table('ledger.movement');

create table ledger.entry (
  org_id bigint not null,
  movement_id bigint not null,
  line int not null check (line > 0),
  recorded_at timestamptz not null,
  item text not null check (item in ('intact', 'content', 'container')),
  drug_id bigint not null,
  lot_id bigint not null,
  -- '' for stock without a code
  code text not null,
  source_id bigint not null,
  destination_id bigint not null,
  quantity bigint not null check (quantity > 0),
  primary key (org_id, movement_id, line, recorded_at),
  check (source_id <> destination_id),
  foreign key (org_id, movement_id) references ledger.movement (org_id, id) on delete restrict,
  foreign key (org_id, lot_id) references ledger.lot (org_id, id) on delete restrict,
  foreign key (org_id, source_id) references ledger.account (org_id, id) on delete restrict,
  foreign key (org_id, destination_id) references ledger.account (org_id, id) on delete restrict
) partition by range (recorded_at);
create index entry_code on ledger.entry (org_id, code) where code <> '';
create index entry_source on ledger.entry (org_id, source_id, drug_id, recorded_at);
create index entry_destination on ledger.entry (org_id, destination_id, drug_id, recorded_at);
create index entry_drug on ledger.entry (org_id, drug_id, recorded_at);
call core.tenant_table('ledger.entry');

-- Kept in the same transaction as the entries; verify-ledger proves that it equals their fold.
create table ledger.balance (
  org_id bigint not null,
  account_id bigint not null,
  item text not null,
  lot_id bigint not null,
  code text not null,
  drug_id bigint not null,
  inside boolean not null,
  quantity bigint not null,
  changed_at timestamptz not null,
  primary key (org_id, account_id, item, lot_id, code),
  constraint balance_not_negative check (quantity >= 0 or not inside),
  foreign key (org_id, account_id) references ledger.account (org_id, id) on delete restrict
);
create index balance_code on ledger.balance (org_id, code) where code <> '' and quantity <> 0;
create index balance_drug on ledger.balance (org_id, drug_id, account_id) where quantity <> 0;
create index balance_account on ledger.balance (org_id, account_id) where quantity <> 0;
call core.tenant_table('ledger.balance', 'quantity, changed_at');

create table ledger.movement_evidence (
  org_id bigint not null references identity.org (id) on delete restrict,
  movement_id bigint not null,
  stage text not null,
  sha256 bytea not null,
  primary key (org_id, movement_id, stage),
  foreign key (org_id, movement_id) references ledger.movement (org_id, id) on delete restrict,
  foreign key (org_id, sha256) references files.evidence (org_id, sha256) on delete restrict
);
call core.tenant_table('ledger.movement_evidence');

-- Applies the deltas of one act in one pass, in the caller's global order (account, item, lot, code), so that
-- two acts can wait for each other but never in a circle. Raises ZS001 with the row that would go negative.
create function ledger.apply(p_org bigint, p_at timestamptz, p_account bigint[], p_item text[], p_lot bigint[],
  p_code text[], p_drug bigint[], p_inside boolean[], p_delta bigint[]) returns void language plpgsql as $$
declare have bigint;
begin
  for i in 1 .. coalesce(array_length(p_account, 1), 0) loop
    update ledger.balance b set quantity = b.quantity + p_delta[i], changed_at = p_at
    where b.org_id = p_org and b.account_id = p_account[i] and b.item = p_item[i] and b.lot_id = p_lot[i] and b.code = p_code[i]
      and (b.quantity + p_delta[i] >= 0 or not b.inside);
    if found then continue; end if;
    if p_inside[i] and p_delta[i] < 0 then
      select quantity into have from ledger.balance b
      where b.org_id = p_org and b.account_id = p_account[i] and b.item = p_item[i] and b.lot_id = p_lot[i] and b.code = p_code[i];
      raise exception 'balance would be negative' using errcode = 'ZS001',
        detail = json_build_object('account', p_account[i], 'item', p_item[i], 'lot', p_lot[i], 'code', p_code[i],
          'drug', p_drug[i], 'have', coalesce(have, 0), 'want', -p_delta[i])::text;
    end if;
    insert into ledger.balance as b (org_id, account_id, item, lot_id, code, drug_id, inside, quantity, changed_at)
    values (p_org, p_account[i], p_item[i], p_lot[i], p_code[i], p_drug[i], p_inside[i], p_delta[i], p_at)
    on conflict (org_id, account_id, item, lot_id, code)
      do update set quantity = b.quantity + excluded.quantity, changed_at = excluded.changed_at;
  end loop;
end $$;

-- The province's register of codes: one code is held by one organisation at a time.
create table ledger.code_holder (
  code text primary key,
  org_id bigint not null references identity.org (id) on delete restrict,
  since timestamptz not null,
  released_at timestamptz
);
alter table ledger.code_holder enable row level security;
alter table ledger.code_holder force row level security;
create policy lookup_all on ledger.code_holder to zhuisu_lookup using (true) with check (true);
create policy auditor_select on ledger.code_holder for select to zhuisu_auditor using (true);
grant select, insert, update on ledger.code_holder to zhuisu_lookup;
grant select on ledger.code_holder to zhuisu_auditor;

-- Takes the codes for the current tenant; returns those that somebody else holds (never who).
create function ledger.claim_codes(p_codes text[], p_at timestamptz) returns table (code text)
language plpgsql security definer set search_path = pg_catalog as $$
declare me bigint := core.current_org();
begin
  insert into ledger.code_holder as h (code, org_id, since)
  select c, me, p_at from unnest(p_codes) c order by c
  on conflict on constraint code_holder_pkey do update set org_id = me, since = p_at, released_at = null
    where h.released_at is not null or h.org_id = me;
  return query select h.code from ledger.code_holder h where h.code = any (p_codes) and h.org_id <> me and h.released_at is null;
end $$;
create function ledger.release_codes(p_codes text[], p_at timestamptz) returns void
language sql security definer set search_path = pg_catalog as $$
  update ledger.code_holder set released_at = p_at where code = any (p_codes) and org_id = core.current_org()
$$;
create function ledger.held_elsewhere(p_codes text[]) returns table (code text)
language sql stable security definer set search_path = pg_catalog as $$
  select h.code from ledger.code_holder h
  where h.code = any (p_codes) and h.org_id <> core.current_org() and h.released_at is null
$$;
alter function ledger.claim_codes owner to zhuisu_lookup;
alter function ledger.release_codes owner to zhuisu_lookup;
alter function ledger.held_elsewhere owner to zhuisu_lookup;
revoke execute on function ledger.claim_codes, ledger.release_codes, ledger.held_elsewhere from public;
grant execute on function ledger.claim_codes, ledger.release_codes, ledger.held_elsewhere to zhuisu_app;
