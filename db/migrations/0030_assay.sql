-- 残余抽检: plans that say which residues are sampled, samples in accounts of their own, what was measured of them, and their
-- destruction. 残余处置分析: how residues were disposed of.

-- A sample is an account: what was taken off a residue stays in it until two people destroy it.
alter table ledger.account drop constraint account_kind_check;
alter table ledger.account add constraint account_kind_check check (kind in ('location', 'transit', 'custody', 'quarantine',
  'returned', 'empties', 'sample', 'supplier', 'patient', 'opened', 'relabelled', 'disposed', 'destroyed', 'adjustment', 'lost', 'borrowed'));
alter table ledger.account alter column inside set expression as
  (kind in ('location', 'transit', 'custody', 'quarantine', 'returned', 'empties', 'sample'));
create or replace function ledger.inside_kinds() returns text[] language sql immutable as
  $$ select array['location', 'transit', 'custody', 'quarantine', 'returned', 'empties', 'sample'] $$;

-- The second person of the act before, where the case is about both: the witness of a residue that was not what it should be.
alter table ledger.discrepancy add column previous_with bigint;
alter table ledger.discrepancy add constraint discrepancy_previous_with
  foreign key (org_id, previous_with) references identity.app_user (org_id, id) on delete restrict;
alter table ledger.discrepancy add check (previous_with <> previous_by);

create schema assay;
grant usage on schema assay to zhuisu_app, zhuisu_auditor;

-- 抽检方案: a version for one drug or one class. Never edited: another rule is another version that begins later.
create table assay.plan (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  drug_id bigint,
  drug_class text check (drug_class in ('NAR', 'PS1', 'PS2', 'TOX', 'PRE', 'WAT')),
  scope text not null generated always as (case when drug_id is null then drug_class else 'drug ' || drug_id end) stored,
  -- of a hundred residues; 0 ends the sampling
  rate int not null check (rate between 0 and 100),
  method text not null check (method in ('refractometry', 'ultraviolet', 'strip', 'external')),
  tolerance_percent int not null check (tolerance_percent between 1 and 50),
  test_days int not null check (test_days between 1 and 30),
  valid_from date not null,
  valid_to date not null,
  reason text not null,
  -- what chooses; nobody is shown it before the plan has ended and nothing of its days is left in a hand
  secret bytea not null check (length(secret) = 32),
  -- told with the plan, so that nobody can put another secret in its place
  commitment bytea not null check (commitment = sha256(secret)),
  set_by bigint not null,
  set_at timestamptz not null,
  primary key (org_id, id),
  constraint plan_version unique (org_id, scope, valid_from),
  check ((drug_id is null) <> (drug_class is null)),
  check (valid_from <= valid_to),
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict,
  foreign key (org_id, set_by) references identity.app_user (org_id, id) on delete restrict
);
call core.tenant_table('assay.plan');

-- From when to when each version rules: never backwards from the moment it was set, and until the next of its scope begins.
create view assay.plan_now with (security_invoker = true) as
  select x.*, least((x.valid_to + 1)::timestamp at time zone 'Asia/Shanghai', lead(x.starts_at) over (partition by x.org_id, x.scope order by x.valid_from)) as ends_at
  from (
    select p.*, greatest(p.valid_from::timestamp at time zone 'Asia/Shanghai', p.set_at) as starts_at from assay.plan p) x;
grant select on assay.plan_now to zhuisu_app, zhuisu_auditor;

-- What rules residues of a drug that was handed out at p_at: the drug's own version, else that of its class.
create function assay.plan_of(p_org bigint, p_drug bigint, p_at timestamptz) returns bigint language sql stable as $$
  select n.id from assay.plan_now n
  where n.org_id = p_org and n.starts_at <= p_at and n.ends_at > p_at
    and (n.drug_id = p_drug or n.drug_class = (select d.drug_class from catalogue.drug_name d where d.org_id = p_org and d.drug_id = p_drug))
  order by n.drug_id nulls last limit 1
$$;

create table assay.sample (
  org_id bigint not null references identity.org (id) on delete restrict,
  -- the number of the event that kept it: account, movement and sample name each other
  id bigint generated always as identity,
  no text not null,
  plan_id bigint not null,
  issue_id bigint not null,
  drug_id bigint not null,
  lot_id bigint not null,
  code text not null,
  content bigint not null check (content > 0),
  -- what it takes up; null: it cannot be poured, and is tested by whether it is the drug at all
  volume_ul bigint check (volume_ul between 1 and 1000000),
  seal_no text not null,
  stored_at text not null,
  -- the plan chose it; false: kept because somebody wanted it
  drawn boolean not null,
  account_id bigint not null,
  movement_id bigint not null,
  kept_by bigint not null,
  kept_with bigint not null,
  kept_at timestamptz not null,
  test_due_at timestamptz not null,
  primary key (org_id, id),
  constraint sample_no unique (org_id, no),
  constraint sample_seal unique (org_id, seal_no),
  check (kept_by <> kept_with),
  foreign key (org_id, plan_id) references assay.plan (org_id, id) on delete restrict,
  foreign key (org_id, issue_id) references issue.issue (org_id, id) on delete restrict,
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict,
  foreign key (org_id, lot_id) references ledger.lot (org_id, id) on delete restrict,
  foreign key (org_id, account_id) references ledger.account (org_id, id) on delete restrict,
  foreign key (org_id, movement_id) references ledger.movement (org_id, id) on delete restrict,
  foreign key (org_id, kept_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, kept_with) references identity.app_user (org_id, id) on delete restrict
);
create index sample_issue on assay.sample (org_id, issue_id);
create index sample_account on assay.sample (org_id, account_id);
create index sample_time on assay.sample (org_id, kept_at desc, id desc);
call core.tenant_table('assay.sample');

-- 检测结果: the last one counts; one that was wrong is followed by another with its reason.
create table assay.result (
  org_id bigint not null references identity.org (id) on delete restrict,
  sample_id bigint not null,
  seq int not null check (seq > 0),
  seal_intact boolean not null,
  -- thousandths of the content's unit in a millilitre
  expected_milli bigint check (expected_milli > 0),
  measured_milli bigint check (measured_milli >= 0),
  -- 定性: it is the drug, or it is not
  conforms boolean,
  instrument text not null,
  tested_at timestamptz not null,
  within boolean not null,
  -- what the books should then hold, in content units
  counted bigint not null check (counted >= 0),
  sha256 bytea check (length(sha256) = 32),
  reason text,
  discrepancy_id bigint,
  tested_by bigint not null,
  recorded_at timestamptz not null,
  event_id bigint not null,
  primary key (org_id, sample_id, seq),
  check ((measured_milli is null) <> (conforms is null)),
  check ((measured_milli is null) = (expected_milli is null)),
  check ((seq = 1) = (reason is null)),
  foreign key (org_id, sample_id) references assay.sample (org_id, id) on delete restrict,
  foreign key (org_id, discrepancy_id) references ledger.discrepancy (org_id, id) on delete restrict,
  foreign key (org_id, tested_by) references identity.app_user (org_id, id) on delete restrict
);
create index result_case on assay.result (org_id, discrepancy_id) where discrepancy_id is not null;
call core.tenant_table('assay.result');

create table assay.destruction (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  place text not null,
  method text not null,
  movement_id bigint not null,
  executed_by bigint not null,
  witnessed_by bigint not null,
  destroyed_at timestamptz not null,
  primary key (org_id, id),
  constraint destruction_no unique (org_id, no),
  check (executed_by <> witnessed_by),
  foreign key (org_id, movement_id) references ledger.movement (org_id, id) on delete restrict,
  foreign key (org_id, executed_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, witnessed_by) references identity.app_user (org_id, id) on delete restrict
);
call core.tenant_table('assay.destruction');

create table assay.destroyed (
  org_id bigint not null references identity.org (id) on delete restrict,
  destruction_id bigint not null,
  sample_id bigint not null,
  primary key (org_id, destruction_id, sample_id),
  foreign key (org_id, destruction_id) references assay.destruction (org_id, id) on delete restrict,
  foreign key (org_id, sample_id) references assay.sample (org_id, id) on delete restrict
);
create index destroyed_sample on assay.destroyed (org_id, sample_id);
call core.tenant_table('assay.destroyed');

-- Where a sample stands, from the books and from what was signed: nothing of it is kept twice.
create view assay.sample_now with (security_invoker = true) as
  select s.*, r.seq, r.within, r.seal_intact, r.expected_milli, r.measured_milli, r.conforms, r.counted, r.tested_by, r.tested_at,
    r.recorded_at, r.instrument, c.discrepancy_id, c.discrepancy_no, c.discrepancy_state, h.held,
    case when v.void then 'void' when c.discrepancy_state <> 'closed' then 'case' when h.held = 0 then 'done' when r.seq is null then 'toTest'
      else 'toDestroy' end as state
  from assay.sample s
  left join lateral (select x.* from assay.result x where x.org_id = s.org_id and x.sample_id = s.id order by x.seq desc limit 1) r on true
  left join lateral (
    select d.id as discrepancy_id, d.no as discrepancy_no, d.state as discrepancy_state
    from assay.result x join ledger.discrepancy d on d.org_id = x.org_id and d.id = x.discrepancy_id
    where x.org_id = s.org_id and x.sample_id = s.id order by x.seq desc limit 1) c on true
  cross join lateral (select exists (
    select from ledger.movement m where m.org_id = s.org_id and m.reverses_id = s.movement_id) as void) v
  cross join lateral (select coalesce((
    select b.quantity from ledger.balance b where b.org_id = s.org_id and b.account_id = s.account_id and b.item = 'content'
      and b.lot_id = s.lot_id and b.code = s.code), 0)::bigint as held) h;
grant select on assay.sample_now to zhuisu_app, zhuisu_auditor;

-- Samples whose accounts hold something still: found from the balances, so that what is done costs nothing after ten years.
create function assay.held(p_org bigint) returns table (id bigint) language sql stable as $$
  select s.id from ledger.balance b join assay.sample s on s.org_id = b.org_id and s.account_id = b.account_id
  where b.org_id = p_org and b.inside and b.quantity <> 0 and b.item = 'content'
$$;

-- Residues that were chosen when they were handed in: the first refusal of each, and what became of it since.
create index refusal_assay on audit.refusal (org_id, recorded_at) where code = 'ASSAY_SAMPLE_FIRST';
create function assay.chosen(p_org bigint, p_from timestamptz, p_to timestamptz)
returns table (issue_id bigint, drug_id bigint, lot_id bigint, code text, plan_id bigint, chosen_at timestamptz, content_left bigint, sample_id bigint)
language sql stable as $$
  select f.issue_id, f.drug_id, f.lot_id, f.code, f.plan_id, f.chosen_at,
    coalesce((select b.quantity from ledger.balance b where b.org_id = p_org and b.account_id = i.account_id and b.item = 'content'
      and b.lot_id = f.lot_id and b.code = f.code), 0)::bigint,
    (select s.id from assay.sample_now s where s.org_id = p_org and s.issue_id = f.issue_id and s.lot_id = f.lot_id and s.code = f.code
      and s.state <> 'void' limit 1)
  from (
    select (r.facts ->> 'issueId')::bigint as issue_id, (x.value ->> 'drugId')::bigint as drug_id, (x.value ->> 'lotId')::bigint as lot_id,
      x.value ->> 'code' as code, (x.value ->> 'planId')::bigint as plan_id, min(r.recorded_at) as chosen_at
    from audit.refusal r cross join lateral jsonb_array_elements((r.facts ->> 'residues')::jsonb) x
    where r.org_id = p_org and r.code = 'ASSAY_SAMPLE_FIRST' and r.recorded_at >= p_from and r.recorded_at < p_to
    group by 1, 2, 3, 4, 5) f
  join issue.issue i on i.org_id = p_org and i.id = f.issue_id
$$;

-- 地点不符: a place that was written by hand, beside where the drugs came from and were used. It agrees where one names the other,
-- or where it names a room that only that kind of issue has.
create function assay.same_place(p_place text, p_kind text, p_names text[]) returns boolean language sql immutable as $$
  select exists (
      select from unnest(p_names) n where n is not null and n <> ''
        and (strpos(replace(p_place, ' ', ''), replace(n, ' ', '')) > 0 or strpos(replace(n, ' ', ''), replace(p_place, ' ', '')) > 0))
    or case p_kind when 'surgery' then p_place ~ '^(手术|污物间|麻醉)' else p_place ~ '^(病区|病房|治疗室|处置室|床旁|门诊)' end
$$;

-- Every unit whose rest was poured away and not taken back: who, before whom, how long after it was handed out, and where.
create function assay.disposals(p_org bigint, p_from timestamptz, p_to timestamptz)
returns table (movement_id bigint, line int, recorded_at timestamptz, occurred_at timestamptz, issue_id bigint, issue_no text, due_at timestamptz,
  holder_id bigint, witness_id bigint, location_id bigint, drug_id bigint, lot_id bigint, code text, quantity bigint, place text,
  minutes bigint, whole boolean, late boolean, elsewhere boolean) language sql stable as $$
  select m.id, e.line, m.recorded_at, m.occurred_at, i.id, i.no, i.due_at, i.holder_id, m.witness_id, i.location_id, e.drug_id, e.lot_id, e.code,
    e.quantity, u.place, floor(extract(epoch from m.occurred_at - i.issued_at) / 60)::bigint,
    e.quantity + coalesce(k.content, 0) >= d.content_per_unit, m.occurred_at > i.due_at,
    not assay.same_place(u.place, i.kind, array[i.room, l.name, a.name, b.name])
  from ledger.movement m
  join ledger.entry e on e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at and e.item = 'content'
  join issue.issue i on i.org_id = m.org_id and i.id = m.cause_id
  join ledger.drug d on d.org_id = m.org_id and d.id = e.drug_id
  join residue.use_record u on u.org_id = m.org_id and u.movement_id = m.id
  join place.location l on l.org_id = i.org_id and l.id = i.location_id
  left join identity.department a on a.org_id = i.org_id and a.id = i.department_id
  left join identity.department b on b.org_id = l.org_id and b.id = l.department_id
  left join lateral (
    select sum(s.content) as content from assay.sample s where s.org_id = i.org_id and s.issue_id = i.id and s.lot_id = e.lot_id and s.code = e.code
      and not exists (select from ledger.movement r where r.org_id = s.org_id and r.reverses_id = s.movement_id)) k on true
  where m.org_id = p_org and m.kind = 'waste' and m.cause_kind = 'issue' and m.reverses_id is null
    and m.recorded_at >= p_from and m.recorded_at < p_to
    and not exists (select from ledger.movement r where r.org_id = m.org_id and r.reverses_id = m.id)
$$;
