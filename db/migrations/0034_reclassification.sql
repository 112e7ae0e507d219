-- 重分类库存清单 (regulations §8 b): where a drug changes its class, what of it lies where at 00:00 of that day, and who said that
-- it is kept as the new class wants.

-- 条例 Art 46–47: 双人双锁. Null: nobody has said.
alter table place.location add column double_lock boolean;
grant update (double_lock) on place.location to zhuisu_app;

create schema reclassification;
grant usage on schema reclassification to zhuisu_app, zhuisu_auditor;

-- The changes of class that the platform's catalogue knows, by the day on which the new class begins.
create function reclassification.changes(p_from date, p_to date)
returns table (product_id bigint, effective_on date, old_class text, new_class text) language sql stable as $$
  select n.product_id, n.valid_from, o.class, n.class
  from catalogue.product_class n
  join catalogue.product_class o on o.product_id = n.product_id and o.class <> n.class
    and o.valid_from < n.valid_from and (o.valid_to is null or o.valid_to >= n.valid_from)
  where n.valid_from between p_from and p_to
$$;

create function reclassification.midnight(p_day date) returns timestamptz language sql immutable as $$
  select p_day::timestamp at time zone 'Asia/Shanghai'
$$;

-- Unopened units of one drug by account and lot at an instant: today's balances less what was written down since.
create function reclassification.stock_at(p_org bigint, p_drug bigint, p_at timestamptz)
returns table (account_id bigint, lot_id bigint, units bigint) language sql stable as $$
  select n.account_id, n.lot_id, sum(n.units)::bigint from (
    select b.account_id, b.lot_id, b.quantity as units from ledger.balance b
    where b.org_id = p_org and b.drug_id = p_drug and b.item = 'intact' and b.inside and b.quantity <> 0
    union all
    select e.destination_id, e.lot_id, -e.quantity from ledger.entry e
    where e.org_id = p_org and e.drug_id = p_drug and e.item = 'intact' and e.recorded_at >= p_at
    union all
    select e.source_id, e.lot_id, e.quantity from ledger.entry e
    where e.org_id = p_org and e.drug_id = p_drug and e.item = 'intact' and e.recorded_at >= p_at) n
  join ledger.account a on a.org_id = p_org and a.id = n.account_id and a.inside
  group by 1, 2 having sum(n.units) <> 0
$$;

-- Why a place is not fit for a class; null: it is. 麻 and 精一 lie behind two locks; in the third tier only as an approved base.
create function reclassification.unfit(p_org bigint, p_location bigint, p_drug bigint, p_class text, p_at timestamptz)
returns text language sql stable as $$
  select case
    when l.kind = 'drawer' and exists (select from place.drawer_drug w where w.org_id = l.org_id and w.location_id = l.id)
      and not exists (select from place.drawer_drug w where w.org_id = l.org_id and w.location_id = l.id and w.drug_id = p_drug)
      then 'drawer'
    when p_class not in ('NAR', 'PS1') then null
    when not coalesce(case when l.parent_id is null then l.double_lock
      else (select c.double_lock from place.location c where c.org_id = l.org_id and c.id = l.parent_id) end, false) then 'lock'
    when l.tier = 3 and not exists (select from base_stock.in_force(p_org, p_at) f where f.location_id = l.id and f.drug_id = p_drug) then 'tier'
  end
  from place.location l where l.org_id = p_org and l.id = p_location
$$;

-- The list itself: a line for each change, drug, lot and account that holds some at 00:00 (a day to come: that holds some now).
create function reclassification.listing(p_org bigint, p_from date, p_to date)
returns table (effective_on date, old_class text, new_class text, drug_id bigint, lot_id bigint, account_id bigint, location_id bigint,
  units bigint, unfit text) language sql stable as $$
  select c.effective_on, c.old_class, c.new_class, d.id, s.lot_id, s.account_id, l.id, s.units,
    case when l.id is not null then reclassification.unfit(p_org, l.id, d.id, c.new_class, reclassification.midnight(c.effective_on)) end
  from reclassification.changes(p_from, p_to) c
  join ledger.drug d on d.org_id = p_org and d.product_id = c.product_id
  cross join lateral reclassification.stock_at(p_org, d.id, reclassification.midnight(c.effective_on)) s
  left join place.location l on l.org_id = p_org and l.account_id = s.account_id
$$;
grant execute on all functions in schema reclassification to zhuisu_app, zhuisu_auditor;

-- 确认 by two: the list as they saw it, by its hash and line by line. Never changed.
create table reclassification.confirmation (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  effective_on date not null,
  list_hash bytea not null check (length(list_hash) = 32),
  -- how what lies in a place that is not fit is kept
  note text,
  confirmed_by bigint not null,
  witness_id bigint not null,
  confirmed_at timestamptz not null,
  primary key (org_id, id),
  constraint confirmation_once unique (org_id, effective_on),
  constraint confirmation_two check (confirmed_by <> witness_id),
  foreign key (org_id, confirmed_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, witness_id) references identity.app_user (org_id, id) on delete restrict
);
call core.tenant_table('reclassification.confirmation');

create table reclassification.confirmed_line (
  org_id bigint not null references identity.org (id) on delete restrict,
  confirmation_id bigint not null,
  drug_id bigint not null,
  lot_id bigint not null,
  account_id bigint not null,
  old_class text not null,
  new_class text not null,
  units bigint not null,
  unfit text check (unfit in ('drawer', 'lock', 'tier')),
  primary key (org_id, confirmation_id, drug_id, lot_id, account_id),
  foreign key (org_id, confirmation_id) references reclassification.confirmation (org_id, id) on delete restrict,
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict,
  foreign key (org_id, lot_id) references ledger.lot (org_id, id) on delete restrict,
  foreign key (org_id, account_id) references ledger.account (org_id, id) on delete restrict
);
call core.tenant_table('reclassification.confirmed_line');
