-- 印鉴卡 and 购用计划: what a hospital must hold before it may buy narcotics (条例 Art 36), and how much.

create schema purchase_card;
create schema purchase_plan;
grant usage on schema purchase_card, purchase_plan to zhuisu_app, zhuisu_auditor;

-- A card as it was issued. What changes afterwards are rows of their own; a renewal is the next card.
create table purchase_card.card (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  card_no text not null,
  org_name text not null,
  address text not null,
  legal_person text not null,
  -- 医疗管理部门负责人, 药学部门负责人
  med_head text not null,
  pharm_head text not null,
  issuer text not null,
  issued_on date not null,
  valid_from date not null,
  -- the last day on which it may be used
  valid_to date not null,
  -- scan of the card with its specimen signatures and seals
  specimen bytea check (length(specimen) = 32),
  recorded_by bigint not null,
  recorded_at timestamptz not null,
  primary key (org_id, id),
  constraint card_no unique (org_id, card_no),
  constraint card_from unique (org_id, valid_from),
  check (issued_on <= valid_from),
  constraint card_term check (valid_to > valid_from and valid_to <= valid_from + interval '3 years'),
  foreign key (org_id, recorded_by) references identity.app_user (org_id, id) on delete restrict
);
call core.tenant_table('purchase_card.card', 'specimen');

-- 采购人员 as the card was issued.
create table purchase_card.purchaser (
  org_id bigint not null references identity.org (id) on delete restrict,
  card_id bigint not null,
  user_id bigint not null,
  primary key (org_id, card_id, user_id),
  foreign key (org_id, card_id) references purchase_card.card (org_id, id) on delete restrict,
  foreign key (org_id, user_id) references identity.app_user (org_id, id) on delete restrict
);
call core.tenant_table('purchase_card.purchaser');

-- 变更: the day on which it happened, not the day on which somebody wrote it down; three days run from there.
create table purchase_card.change (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  card_id bigint not null,
  field text not null check (field in ('orgName', 'address', 'legalPerson', 'medHead', 'pharmHead', 'purchaser')),
  before text,
  after text,
  user_out bigint,
  user_in bigint,
  changed_on date not null,
  recorded_by bigint not null,
  recorded_at timestamptz not null,
  -- written down by mistake; only what was not filed yet can be taken back
  cancelled_at timestamptz,
  cancelled_by bigint,
  cancel_reason text,
  primary key (org_id, id),
  constraint change_no unique (org_id, no),
  check ((field = 'purchaser') = (user_out is not null or user_in is not null)),
  check (user_out is distinct from user_in or user_out is null),
  check ((cancelled_at is null) = (cancelled_by is null) and (cancelled_at is null) = (cancel_reason is null)),
  foreign key (org_id, card_id) references purchase_card.card (org_id, id) on delete restrict,
  foreign key (org_id, user_out) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, user_in) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, recorded_by) references identity.app_user (org_id, id) on delete restrict
);
create index change_card on purchase_card.change (org_id, card_id, changed_on);
call core.tenant_table('purchase_card.change', 'cancelled_at, cancelled_by, cancel_reason');

-- Sent to the city's health authority; sent again where it came back.
create table purchase_card.filing (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  change_id bigint not null,
  filed_on date not null,
  filed_by bigint not null,
  filed_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, change_id) references purchase_card.change (org_id, id) on delete restrict,
  foreign key (org_id, filed_by) references identity.app_user (org_id, id) on delete restrict
);
create index filing_change on purchase_card.filing (org_id, change_id, id desc);
call core.tenant_table('purchase_card.filing');

-- 办结, as the hospital records it from the amended card, where the city works outside this program.
create table purchase_card.completion (
  org_id bigint not null references identity.org (id) on delete restrict,
  filing_id bigint not null,
  done_on date not null,
  recorded_by bigint not null,
  recorded_at timestamptz not null,
  primary key (org_id, filing_id),
  foreign key (org_id, filing_id) references purchase_card.filing (org_id, id) on delete restrict,
  foreign key (org_id, recorded_by) references identity.app_user (org_id, id) on delete restrict
);
call core.tenant_table('purchase_card.completion');

-- The same, in the authority's own rows (decision 0012).
create table purchase_card.handling (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  hospital_id bigint not null,
  filing_id bigint not null,
  change_no text not null,
  outcome text not null check (outcome in ('done', 'returned')),
  note text,
  decided_on date not null,
  decided_by bigint not null,
  -- the hospital cannot read the authority's people
  decided_name text not null,
  decided_at timestamptz not null,
  primary key (org_id, id),
  constraint handling_once unique (org_id, hospital_id, filing_id),
  check (outcome = 'done' or note is not null),
  foreign key (org_id, decided_by) references identity.app_user (org_id, id) on delete restrict
);
create index handling_hospital on purchase_card.handling (hospital_id, filing_id);
call core.tenant_table('purchase_card.handling');
create policy about_hospital on purchase_card.handling for select to zhuisu_app
  using (hospital_id = any ((select core.readable_orgs())::bigint[]));

-- The next card is the one whose validity begins after this one's; from then on this one is replaced.
create view purchase_card.card_now with (security_invoker = true) as
  select c.*, (select min(n.valid_from) from purchase_card.card n where n.org_id = c.org_id and n.valid_from > c.valid_from) as next_from
  from purchase_card.card c;
grant select on purchase_card.card_now to zhuisu_app, zhuisu_auditor;

create view purchase_card.change_now with (security_invoker = true) as
  select x.org_id, x.id, x.no, x.card_id, x.field, x.before, x.after, x.user_out, x.user_in, x.changed_on, x.recorded_by, x.recorded_at,
    x.cancelled_at, x.cancel_reason, f.id as filing_id, f.filed_on, f.filed_by, h.outcome, h.note, h.decided_name, h.authority,
    coalesce(d.done_on, case when h.outcome = 'done' then h.decided_on end) as done_on,
    x.changed_on + 3 as file_by, f.filed_on + 5 as handle_by,
    case when x.cancelled_at is not null then 'cancelled' when d.done_on is not null or h.outcome = 'done' then 'done'
      when h.outcome = 'returned' then 'returned' when f.id is not null then 'filed' else 'toFile' end as state
  from purchase_card.change x
  left join lateral (select f.id, f.filed_on, f.filed_by from purchase_card.filing f
    where f.org_id = x.org_id and f.change_id = x.id order by f.id desc limit 1) f on true
  left join purchase_card.completion d on d.org_id = x.org_id and d.filing_id = f.id
  left join lateral (select h.outcome, h.note, h.decided_name, h.decided_on, o.name as authority from purchase_card.handling h
    join identity.org o on o.id = h.org_id where h.hospital_id = x.org_id and h.filing_id = f.id order by h.outcome, h.id limit 1) h on true;
grant select on purchase_card.change_now to zhuisu_app, zhuisu_auditor;

-- 采购人员 on a day: who leaves leaves on the day of the change; who comes is on the card when the change is done.
create function purchase_card.purchasers(p_org bigint, p_card bigint, p_day date) returns table (user_id bigint, since date)
language sql stable as $$
  select s.user_id, s.day from (
    select distinct on (t.user_id) t.user_id, t.day, t.named from (
      select p.user_id, c.valid_from as day, 0 as seq, true as named from purchase_card.purchaser p
      join purchase_card.card c on c.org_id = p.org_id and c.id = p.card_id where p.org_id = p_org and p.card_id = p_card
      union all
      select x.user_in, x.done_on, x.id, true from purchase_card.change_now x
      where x.org_id = p_org and x.card_id = p_card and x.user_in is not null and x.state = 'done' and x.done_on <= p_day
      union all
      select x.user_out, x.changed_on, x.id, false from purchase_card.change_now x
      where x.org_id = p_org and x.card_id = p_card and x.user_out is not null and x.state <> 'cancelled' and x.changed_on <= p_day) t
    order by t.user_id, t.day desc, t.seq desc) s
  where s.named
$$;

-- 购用计划: one for each year, and its 增补 in the year, numbered from 1.
create table purchase_plan.plan (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  year int not null check (year between 2000 and 2200),
  supplement smallint not null check (supplement >= 0),
  reason text,
  created_by bigint not null,
  created_at timestamptz not null,
  -- grows each time it is sent; a decision is about one round
  round smallint not null default 0,
  submitted_by bigint,
  submitted_at timestamptz,
  authority_id bigint,
  -- SHA-256 of the lines as they were sent; what the authority approves is exactly this
  list_hash bytea check (length(list_hash) = 32),
  primary key (org_id, id),
  constraint plan_no unique (org_id, no),
  constraint plan_year unique (org_id, year, supplement),
  check (supplement = 0 or reason is not null),
  check ((round = 0) = (submitted_at is null) and (round = 0) = (authority_id is null) and (round = 0) = (list_hash is null)),
  foreign key (org_id, created_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, submitted_by) references identity.app_user (org_id, id) on delete restrict
);
create index plan_authority on purchase_plan.plan (authority_id, submitted_at desc) where authority_id is not null;
call core.tenant_table('purchase_plan.plan', 'reason, round, submitted_by, submitted_at, authority_id, list_hash');

-- Of products, which are the platform's: no foreign key leads out of a tenant's rows.
create table purchase_plan.line (
  org_id bigint not null references identity.org (id) on delete restrict,
  plan_id bigint not null,
  product_id bigint not null,
  unit text not null,
  -- what the year before asked for, and what it used according to the books
  last_asked bigint not null check (last_asked >= 0),
  last_used bigint not null check (last_used >= 0),
  asked int not null check (asked between 1 and 1000000),
  reason text,
  primary key (org_id, plan_id, product_id),
  foreign key (org_id, plan_id) references purchase_plan.plan (org_id, id) on delete restrict
);
-- Lines of a draft are written anew each time it is saved.
call core.tenant_table('purchase_plan.line', null, true);

-- 核定, in the authority's own rows (decision 0012).
create table purchase_plan.decision (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  hospital_id bigint not null,
  plan_id bigint not null,
  plan_no text not null,
  round smallint not null,
  list_hash bytea not null check (length(list_hash) = 32),
  outcome text not null check (outcome in ('approved', 'returned')),
  note text,
  decided_by bigint not null,
  decided_name text not null,
  decided_at timestamptz not null,
  primary key (org_id, id),
  constraint decision_once unique (org_id, hospital_id, plan_id, round),
  check (outcome = 'approved' or note is not null),
  foreign key (org_id, decided_by) references identity.app_user (org_id, id) on delete restrict
);
create index decision_hospital on purchase_plan.decision (hospital_id, plan_id);
call core.tenant_table('purchase_plan.decision');

create table purchase_plan.decision_line (
  org_id bigint not null references identity.org (id) on delete restrict,
  decision_id bigint not null,
  hospital_id bigint not null,
  product_id bigint not null,
  approved_units int not null check (approved_units >= 0),
  primary key (org_id, decision_id, product_id),
  foreign key (org_id, decision_id) references purchase_plan.decision (org_id, id) on delete restrict
);
call core.tenant_table('purchase_plan.decision_line');
create policy about_hospital on purchase_plan.decision for select to zhuisu_app
  using (hospital_id = any ((select core.readable_orgs())::bigint[]));
create policy about_hospital on purchase_plan.decision_line for select to zhuisu_app
  using (hospital_id = any ((select core.readable_orgs())::bigint[]));

create view purchase_plan.plan_now with (security_invoker = true) as
  select p.org_id, p.id, p.no, p.year, p.supplement, p.reason, p.created_by, p.created_at, p.round, p.submitted_by, p.submitted_at,
    p.authority_id, p.list_hash, d.id as decision_id, d.note, d.decided_name, d.decided_at,
    case when p.round = 0 then 'draft' else coalesce(d.outcome, 'submitted') end as state
  from purchase_plan.plan p
  left join purchase_plan.decision d on d.org_id = p.authority_id and d.hospital_id = p.org_id and d.plan_id = p.id
    and d.round = p.round and d.list_hash = p.list_hash;
grant select on purchase_plan.plan_now to zhuisu_app, zhuisu_auditor;

-- 核定 of a year: the plan and its approved 增补 together.
create function purchase_plan.approved(p_org bigint, p_year int) returns table (product_id bigint, units bigint)
language sql stable as $$
  select l.product_id, sum(l.approved_units)::bigint from purchase_plan.plan_now p
  join purchase_plan.decision_line l on l.org_id = p.authority_id and l.decision_id = p.decision_id
  where p.org_id = p_org and p.year = p_year and p.state = 'approved' group by l.product_id
$$;

-- What was ordered in a year, by product; cancelled orders do not count.
create index order_day on purchase.purchase_order (org_id, ordered_on);
create function purchase_plan.ordered(p_org bigint, p_year int) returns table (product_id bigint, units bigint)
language sql stable as $$
  select d.product_id, sum(l.units)::bigint from purchase.purchase_order o
  join purchase.order_line l on l.org_id = o.org_id and l.order_id = o.id
  join ledger.drug d on d.org_id = l.org_id and d.id = l.drug_id
  where o.org_id = p_org and o.ordered_on between make_date(p_year, 1, 1) and make_date(p_year, 12, 31) and o.cancelled_at is null
  group by d.product_id
$$;

-- 实际用量 of a year: units that were opened, given or dispensed, less what was taken back.
create function purchase_plan.used(p_org bigint, p_year int) returns table (product_id bigint, units bigint)
language sql stable as $$
  select d.product_id, sum(case when t.kind in ('opened', 'patient') then e.quantity else -e.quantity end)::bigint
  from ledger.entry e
  join ledger.movement m on m.org_id = e.org_id and m.id = e.movement_id
  left join ledger.movement r on r.org_id = m.org_id and r.id = m.reverses_id
  join ledger.account f on f.org_id = e.org_id and f.id = e.source_id
  join ledger.account t on t.org_id = e.org_id and t.id = e.destination_id
  join ledger.drug d on d.org_id = e.org_id and d.id = e.drug_id
  where e.org_id = p_org and e.item = 'intact' and coalesce(r.kind, m.kind) in ('open', 'administer', 'dispense')
    and (t.kind in ('opened', 'patient') or f.kind in ('opened', 'patient'))
    and e.recorded_at >= make_date(p_year, 1, 1)::timestamp at time zone 'Asia/Shanghai'
    and e.recorded_at < make_date(p_year + 1, 1, 1)::timestamp at time zone 'Asia/Shanghai'
  group by d.product_id
$$;

-- Purchases across a province's border need the province's own permission (条例 Art 26), kept with the supplier's licences.
alter table partner.licence drop constraint licence_kind_check;
alter table partner.licence add constraint licence_kind_check
  check (kind in ('wholesale', 'business', 'quality', 'mandate', 'crossProvince'));
