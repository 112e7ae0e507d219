-- 处方点评 (处方管理办法 Art 44–46; 医院处方点评管理规范), and the right to prescribe that it may take away.

-- 1. A qualification that is withheld: what there was is revoked in the same act, and no new one is given until it is lifted.
create table identity.qualification_hold (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  user_id bigint not null,
  type text not null check (type in ('prescribe', 'dispense', 'handle')),
  -- the document that says so
  basis text not null,
  reason text not null,
  held_at timestamptz not null,
  held_by bigint not null,
  -- the last day of the term; null: without one
  ends_on date,
  lifted_at timestamptz,
  lifted_by bigint,
  lifted_reason text,
  primary key (org_id, id),
  -- nobody withholds or gives back his own, whatever the program does
  constraint hold_other check (held_by <> user_id and lifted_by is distinct from user_id),
  check ((lifted_at is null) = (lifted_by is null)),
  foreign key (org_id, user_id) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, held_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, lifted_by) references identity.app_user (org_id, id) on delete restrict
);
create unique index hold_once on identity.qualification_hold (org_id, user_id, type) where lifted_at is null;
call core.tenant_table('identity.qualification_hold', 'lifted_at, lifted_by, lifted_reason');

-- 2. 点评.
create schema prescription_review;
grant usage on schema prescription_review to zhuisu_app, zhuisu_auditor;

-- The findings of 医院处方点评管理规范 Art 17–19 under the numbers that worksheets use. Left out are those that a special
-- prescription cannot have: 1-5 and 1-15 (饮片), 1-14 (抗菌药物).
create table prescription_review.finding_code (
  code text primary key,
  verdict text not null check (verdict in ('irregular', 'unsuitable', 'excessive')),
  sort smallint not null unique,
  title text not null
);
grant select on prescription_review.finding_code to zhuisu_app, zhuisu_auditor;
insert into prescription_review.finding_code (code, verdict, sort, title) values
  ('1-1', 'irregular', 1, '前记、正文、后记缺项，书写不规范或字迹难以辨认'),
  ('1-2', 'irregular', 2, '医师签名、签章不规范，或与留样不一致'),
  ('1-3', 'irregular', 3, '审核、调配、核对、发药签名缺项，未执行双签名'),
  ('1-4', 'irregular', 4, '新生儿、婴幼儿处方未写明日龄、月龄'),
  ('1-6', 'irregular', 6, '未使用药品规范名称'),
  ('1-7', 'irregular', 7, '剂量、规格、数量、单位书写不规范或不清楚'),
  ('1-8', 'irregular', 8, '用法、用量使用“遵医嘱”“自用”等含糊字句'),
  ('1-9', 'irregular', 9, '修改未签名并注明日期，超剂量未注明原因和再次签名'),
  ('1-10', 'irregular', 10, '未写临床诊断，或临床诊断书写不全'),
  ('1-11', 'irregular', 11, '单张门急诊处方超过五种药品'),
  ('1-12', 'irregular', 12, '门诊超过 7 日、急诊超过 3 日用量，需延长而未注明理由'),
  ('1-13', 'irregular', 13, '麻醉药品、精神药品处方未执行国家有关规定'),
  ('2-1', 'unsuitable', 21, '适应证不适宜'),
  ('2-2', 'unsuitable', 22, '遴选的药品不适宜'),
  ('2-3', 'unsuitable', 23, '药品剂型或给药途径不适宜'),
  ('2-4', 'unsuitable', 24, '无正当理由不首选国家基本药物'),
  ('2-5', 'unsuitable', 25, '用法、用量不适宜'),
  ('2-6', 'unsuitable', 26, '联合用药不适宜'),
  ('2-7', 'unsuitable', 27, '重复给药'),
  ('2-8', 'unsuitable', 28, '有配伍禁忌或不良相互作用'),
  ('2-9', 'unsuitable', 29, '其他用药不适宜情况'),
  ('3-1', 'excessive', 31, '无适应证用药'),
  ('3-2', 'excessive', 32, '无正当理由开具高价药'),
  ('3-3', 'excessive', 33, '无正当理由超说明书用药'),
  ('3-4', 'excessive', 34, '无正当理由为同一患者同时开具两种以上药理作用相同的药物');

-- A draw. Its seed was made after its frame was fixed, by the server; frame, hash and seed never change.
create table prescription_review.review (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  period_from date not null,
  period_to date not null,
  -- empty: all
  classes text[] not null check (classes <@ array['NAR', 'PS1', 'PS2']),
  department_ids bigint[] not null check (cardinality(department_ids) <= 50),
  prescriber_ids bigint[] not null check (cardinality(prescriber_ids) <= 50),
  measure text not null check (measure in ('count', 'share')),
  -- prescriptions, or percent
  size int not null check (size > 0),
  frame_count int not null check (frame_count > 0),
  frame_hash bytea not null check (length(frame_hash) = 32),
  seed bytea not null check (length(seed) = 32),
  drawn_count int not null check (drawn_count between 1 and frame_count),
  drawn_by bigint not null,
  drawn_at timestamptz not null,
  primary key (org_id, id),
  constraint review_no unique (org_id, no),
  check (period_to >= period_from),
  check (measure = 'count' or size <= 100),
  foreign key (org_id, drawn_by) references identity.app_user (org_id, id) on delete restrict
);
create index review_time on prescription_review.review (org_id, drawn_at desc, id desc);
call core.tenant_table('prescription_review.review');

-- What the draw chose from: kept, so that anybody can draw again and compare.
create table prescription_review.frame (
  org_id bigint not null references identity.org (id) on delete restrict,
  review_id bigint not null,
  prescription_id bigint not null,
  primary key (org_id, review_id, prescription_id),
  foreign key (org_id, review_id) references prescription_review.review (org_id, id) on delete restrict,
  foreign key (org_id, prescription_id) references prescription.prescription (org_id, id) on delete restrict
);
call core.tenant_table('prescription_review.frame');

create table prescription_review.item (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  review_id bigint not null,
  prescription_id bigint not null,
  -- place in the draw, from 1; null: added by hand
  rank int check (rank > 0),
  added_by bigint,
  added_at timestamptz,
  add_reason text,
  primary key (org_id, id),
  -- a prescription is reviewed once, in whichever draw
  constraint item_once unique (org_id, prescription_id),
  check ((rank is null) = (added_by is not null) and (added_by is null) = (add_reason is null) and (added_by is null) = (added_at is null)),
  foreign key (org_id, review_id) references prescription_review.review (org_id, id) on delete restrict,
  foreign key (org_id, prescription_id) references prescription.prescription (org_id, id) on delete restrict,
  foreign key (org_id, added_by) references identity.app_user (org_id, id) on delete restrict
);
create index item_review on prescription_review.item (org_id, review_id);
call core.tenant_table('prescription_review.item');

-- What people did with an item, one row each, only ever added to.
create table prescription_review.step (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  item_id bigint not null,
  kind text not null check (kind in ('review', 'return', 'check', 'statement', 'final')),
  verdict text check (verdict in ('reasonable', 'irregular', 'unsuitable', 'excessive')),
  codes text[] not null default '{}' check (cardinality(codes) <= 20),
  -- of a final 超常: no good reason was found
  unjustified boolean,
  remark text,
  -- of a check that found something: the last day of the prescriber's term
  state_by date,
  acted_by bigint not null,
  acted_at timestamptz not null,
  primary key (org_id, id),
  check ((verdict is not null) = (kind in ('review', 'check', 'final'))),
  check ((unjustified is not null) = (kind = 'final' and verdict = 'excessive')),
  check ((state_by is not null) = (kind = 'check' and verdict <> 'reasonable')),
  foreign key (org_id, item_id) references prescription_review.item (org_id, id) on delete restrict,
  foreign key (org_id, acted_by) references identity.app_user (org_id, id) on delete restrict
);
create index step_item on prescription_review.step (org_id, item_id, id desc);
call core.tenant_table('prescription_review.step');

-- Where an item stands: the last step says it; an opinion that was sent back no longer counts.
create view prescription_review.item_now with (security_invoker = true) as
  select i.org_id, i.id, i.review_id, i.prescription_id, i.rank, i.added_by, i.added_at, i.add_reason,
    case l.kind when 'review' then 'reviewed' when 'check' then case l.verdict when 'reasonable' then 'final' else 'stating' end
      when 'statement' then 'stated' when 'final' then 'final' else 'open' end as state,
    w.acted_by as reviewer_id, w.acted_at as reviewed_at, w.verdict as opinion, w.codes as opinion_codes, w.remark as opinion_remark,
    c.acted_by as checker_id, c.acted_at as checked_at, c.state_by,
    s.remark as statement, s.acted_at as stated_at,
    case when l.kind = 'final' or l.kind = 'check' and l.verdict = 'reasonable' then l.verdict end as verdict,
    case when l.kind = 'final' then l.codes when l.kind = 'check' and l.verdict = 'reasonable' then '{}' end as codes,
    l.unjustified, case when l.kind = 'final' then l.remark end as final_remark,
    case when l.kind = 'final' or l.kind = 'check' and l.verdict = 'reasonable' then l.acted_by end as final_by,
    case when l.kind = 'final' or l.kind = 'check' and l.verdict = 'reasonable' then l.acted_at end as final_at
  from prescription_review.item i
  left join lateral (select * from prescription_review.step x where x.org_id = i.org_id and x.item_id = i.id order by x.id desc limit 1) l on true
  left join lateral (select * from prescription_review.step x where x.org_id = i.org_id and x.item_id = i.id and x.kind = 'review'
    and l.kind <> 'return' order by x.id desc limit 1) w on true
  left join lateral (select * from prescription_review.step x where x.org_id = i.org_id and x.item_id = i.id and x.kind = 'check' limit 1) c on true
  left join lateral (select * from prescription_review.step x where x.org_id = i.org_id and x.item_id = i.id and x.kind = 'statement' limit 1) s on true;
grant select on prescription_review.item_now to zhuisu_app, zhuisu_auditor;

-- 3. What follows from 超常处方 (Art 45): proposed by the count, decided by two people, and acted on the qualification.
create table prescription_review.measure (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  prescriber_id bigint not null,
  kind text not null check (kind in ('restrict', 'cancel')),
  proposed_at timestamptz not null,
  decision text check (decision in ('upheld', 'dropped')),
  reason text,
  decided_by bigint,
  witness_id bigint,
  decided_at timestamptz,
  -- the last day of a restriction
  ends_on date,
  -- the last day that the right still had, given back with it
  right_until date,
  ended_at timestamptz,
  ended_by bigint,
  end_witness_id bigint,
  end_reason text,
  primary key (org_id, id),
  constraint measure_no unique (org_id, no),
  constraint measure_other check (decided_by is distinct from prescriber_id and witness_id is distinct from prescriber_id
    and decided_by is distinct from witness_id or decision is null),
  check ((decision is null) = (decided_at is null) and (decision is null) = (decided_by is null) and (decision is null) = (witness_id is null)
    and (decision is null) = (reason is null)),
  check (ends_on is null or kind = 'restrict'),
  foreign key (org_id, prescriber_id) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, decided_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, witness_id) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, ended_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, end_witness_id) references identity.app_user (org_id, id) on delete restrict
);
create unique index measure_open on prescription_review.measure (org_id, prescriber_id) where decision is null;
create index measure_time on prescription_review.measure (org_id, proposed_at desc, id desc);
call core.tenant_table('prescription_review.measure',
  'decision, reason, decided_by, witness_id, decided_at, ends_on, right_until, ended_at, ended_by, end_witness_id, end_reason');

-- The prescriptions that it rests on; each counts once.
create table prescription_review.measure_item (
  org_id bigint not null references identity.org (id) on delete restrict,
  measure_id bigint not null,
  item_id bigint not null,
  primary key (org_id, measure_id, item_id),
  constraint measure_item_once unique (org_id, item_id),
  foreign key (org_id, measure_id) references prescription_review.measure (org_id, id) on delete restrict,
  foreign key (org_id, item_id) references prescription_review.item (org_id, id) on delete restrict
);
call core.tenant_table('prescription_review.measure_item');
