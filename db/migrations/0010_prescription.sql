-- Prescriptions, dispensing to patients, long-term patients, empties from home, prescription paper.

create schema prescription;
grant usage on schema prescription to zhuisu_app, zhuisu_auditor;

-- The law's limits, the same for everybody, with the days on which they hold (处方管理办法 Art 19, 22–26 and the rest
-- that each row names). special: evaluated before the table; cap: on top of what was found.
create table prescription.national_limit (
  id smallint primary key,
  title text not null,
  mode text not null check (mode in ('special', 'table', 'cap')),
  class text not null check (class in ('NAR', 'PS1', 'PS2', 'TOX', 'ANY')),
  form text not null check (form in ('INJ', 'CR', 'OTHER', 'ANY')),
  patient text not null check (patient in ('general', 'cancer', 'chronic', 'inpatient', 'ANY')),
  encounter text not null check (encounter in ('outpatient', 'emergency', 'inpatient', 'ANY')),
  ingredient text,
  purpose text check (purpose in ('adhd', 'pump', 'discharge', 'compound')),
  max_doses int check (max_doses > 0),
  max_days int check (max_days > 0),
  -- of the drug's own unit: 18 g of 罂粟壳
  max_units int check (max_units > 0),
  -- days of the drug's highest daily dose (极量)
  max_dose_days int check (max_dose_days > 0),
  max_run_days int check (max_run_days > 0),
  in_institution boolean not null default false,
  second_grade boolean not null default false,
  reason_allowed boolean not null default false,
  needs_record boolean not null default false,
  needs_instruction boolean not null default false,
  only_purpose text,
  article text not null,
  valid_from date not null,
  valid_to date,
  check (valid_to is null or valid_to > valid_from)
);
grant select on prescription.national_limit to zhuisu_app, zhuisu_auditor;

insert into prescription.national_limit
  (id, title, mode, class, form, patient, encounter, ingredient, purpose, max_doses, max_days, max_units, max_dose_days, max_run_days,
   in_institution, second_grade, reason_allowed, needs_record, needs_instruction, only_purpose, article, valid_from) values
  (1, '哌替啶', 'special', 'NAR', 'ANY', 'ANY', 'ANY', '哌替啶', null, 1, null, null, null, null, true, false, false, false, false, null, '处方管理办法第二十六条', '2007-05-01'),
  (2, '二氢埃托啡', 'special', 'NAR', 'ANY', 'ANY', 'ANY', '二氢埃托啡', null, 1, null, null, null, null, true, true, false, false, false, null, '处方管理办法第二十六条', '2007-05-01'),
  (3, '哌甲酯治疗儿童多动症', 'special', 'PS1', 'ANY', 'ANY', 'ANY', '哌甲酯', 'adhd', null, 15, null, null, null, false, false, false, false, false, null, '处方管理办法第二十三条', '2007-05-01'),
  (4, '罂粟壳', 'special', 'NAR', 'ANY', 'ANY', 'ANY', '罂粟壳', null, null, 3, 18, null, 7, false, false, false, false, false, 'compound', '罂粟壳管理暂行规定', '2007-05-01'),
  (5, '镇痛泵', 'special', 'NAR', 'INJ', 'ANY', 'ANY', null, 'pump', 1, null, null, null, null, true, false, false, false, true, null, '地方规定（镇痛泵处方）', '2007-05-01'),
  (6, '镇痛泵', 'special', 'PS1', 'INJ', 'ANY', 'ANY', null, 'pump', 1, null, null, null, null, true, false, false, false, true, null, '地方规定（镇痛泵处方）', '2007-05-01'),
  (7, '癌痛患者出院带药，控缓释制剂', 'special', 'NAR', 'CR', 'cancer', 'inpatient', null, 'discharge', null, 15, null, null, null, false, false, false, true, false, null, '地方规定（出院带药）', '2007-05-01'),
  (8, '癌痛患者出院带药，其他口服剂型', 'special', 'NAR', 'OTHER', 'cancer', 'inpatient', null, 'discharge', null, 7, null, null, null, false, false, false, true, false, null, '地方规定（出院带药）', '2007-05-01'),
  (9, '癌痛患者出院带药，控缓释制剂', 'special', 'PS1', 'CR', 'cancer', 'inpatient', null, 'discharge', null, 15, null, null, null, false, false, false, true, false, null, '地方规定（出院带药）', '2007-05-01'),
  (10, '癌痛患者出院带药，其他口服剂型', 'special', 'PS1', 'OTHER', 'cancer', 'inpatient', null, 'discharge', null, 7, null, null, null, false, false, false, true, false, null, '地方规定（出院带药）', '2007-05-01'),
  (20, '门急诊一般患者，麻醉药品注射剂', 'table', 'NAR', 'INJ', 'general', 'ANY', null, null, 1, null, null, null, null, true, false, false, false, false, null, '处方管理办法第二十二、二十三条', '2007-05-01'),
  (21, '门急诊一般患者，麻醉药品控缓释制剂', 'table', 'NAR', 'CR', 'general', 'ANY', null, null, null, 7, null, null, null, false, false, false, false, false, null, '处方管理办法第二十三条', '2007-05-01'),
  (22, '门急诊一般患者，麻醉药品其他剂型', 'table', 'NAR', 'OTHER', 'general', 'ANY', null, null, null, 3, null, null, null, false, false, false, false, false, null, '处方管理办法第二十三条', '2007-05-01'),
  (23, '门急诊一般患者，第一类精神药品注射剂', 'table', 'PS1', 'INJ', 'general', 'ANY', null, null, 1, null, null, null, null, false, false, false, false, false, null, '处方管理办法第二十三条', '2007-05-01'),
  (24, '门急诊一般患者，第一类精神药品控缓释制剂', 'table', 'PS1', 'CR', 'general', 'ANY', null, null, null, 7, null, null, null, false, false, false, false, false, null, '处方管理办法第二十三条', '2007-05-01'),
  (25, '门急诊一般患者，第一类精神药品其他剂型', 'table', 'PS1', 'OTHER', 'general', 'ANY', null, null, null, 3, null, null, null, false, false, false, false, false, null, '处方管理办法第二十三条', '2007-05-01');

-- 癌痛 and 中重度慢性疼痛 have the same figures (Art 24), inpatients one day, written day by day (Art 25).
insert into prescription.national_limit
  (id, title, mode, class, form, patient, encounter, max_days, needs_record, article, valid_from)
select 30 + row_number() over (order by c.class, f.form, p.patient),
  p.title || '，' || c.title || f.title, 'table', c.class, f.form, p.patient, 'ANY', f.days, true, '处方管理办法第二十四条', '2007-05-01'
from (values ('NAR', '麻醉药品'), ('PS1', '第一类精神药品')) c (class, title)
cross join (values ('INJ', '注射剂', 3), ('CR', '控缓释制剂', 15), ('OTHER', '其他剂型', 7)) f (form, title, days)
cross join (values ('cancer', '门急诊癌痛患者'), ('chronic', '门急诊中重度慢性疼痛患者')) p (patient, title);
insert into prescription.national_limit
  (id, title, mode, class, form, patient, encounter, max_days, reason_allowed, article, valid_from) values
  (50, '住院患者，麻醉药品逐日开具', 'table', 'NAR', 'ANY', 'inpatient', 'ANY', 1, false, '处方管理办法第二十五条', '2007-05-01'),
  (51, '住院患者，第一类精神药品逐日开具', 'table', 'PS1', 'ANY', 'inpatient', 'ANY', 1, false, '处方管理办法第二十五条', '2007-05-01'),
  (52, '门急诊，第二类精神药品', 'table', 'PS2', 'ANY', 'general', 'ANY', 7, true, '处方管理办法第二十三条', '2007-05-01'),
  (53, '门急诊癌痛患者，第二类精神药品', 'table', 'PS2', 'ANY', 'cancer', 'ANY', 7, true, '处方管理办法第二十三条', '2007-05-01'),
  (54, '门急诊慢性疼痛患者，第二类精神药品', 'table', 'PS2', 'ANY', 'chronic', 'ANY', 7, true, '处方管理办法第二十三条', '2007-05-01'),
  (60, '急诊处方', 'cap', 'ANY', 'ANY', 'general', 'emergency', 3, false, '处方管理办法第十九条', '2007-05-01');
insert into prescription.national_limit
  (id, title, mode, class, form, patient, encounter, max_dose_days, article, valid_from) values
  (55, '医疗用毒性药品', 'table', 'TOX', 'ANY', 'ANY', 'ANY', 2, '医疗用毒性药品管理办法第九条', '1988-12-27');

-- A hospital may be stricter than the law, never looser.
create table prescription.own_limit (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  class text not null check (class in ('NAR', 'PS1', 'PS2')),
  form text not null check (form in ('INJ', 'CR', 'OTHER', 'ANY')),
  patient text not null check (patient in ('general', 'cancer', 'chronic', 'inpatient')),
  ingredient text,
  max_doses int check (max_doses > 0),
  max_days int check (max_days > 0),
  reason text not null,
  valid_from date not null,
  ended_on date,
  set_by bigint not null,
  set_at timestamptz not null,
  primary key (org_id, id),
  check ((max_doses is null) <> (max_days is null)),
  foreign key (org_id, set_by) references identity.app_user (org_id, id) on delete restrict
);
call core.tenant_table('prescription.own_limit', 'ended_on');

-- 极量: the highest daily dose of a toxic drug, in its content unit, without which its limit cannot be computed.
create table prescription.daily_max (
  org_id bigint not null references identity.org (id) on delete restrict,
  drug_id bigint not null,
  amount bigint not null check (amount > 0),
  set_by bigint not null,
  set_at timestamptz not null,
  primary key (org_id, drug_id),
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict
);
call core.tenant_table('prescription.daily_max', 'amount, set_by, set_at');

-- Places that hand out to patients; 438号 Art 16, 21: a fixed window, and an emergency pharmacy is none for home use.
create table prescription.dispensary (
  org_id bigint not null references identity.org (id) on delete restrict,
  location_id bigint not null,
  kind text not null check (kind in ('outpatient', 'emergency', 'inpatient')),
  set_by bigint not null,
  set_at timestamptz not null,
  primary key (org_id, location_id),
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict
);
call core.tenant_table('prescription.dispensary', 'kind, set_by, set_at');

-- 长期用药患者档案 (处方管理办法 Art 21, 27).
create table prescription.long_term (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  category text not null check (category in ('cancer', 'chronic')),
  patient_name text not null,
  patient_sex text not null check (patient_sex in ('男', '女')),
  birth_year int not null check (birth_year between 1900 and 2200),
  record_no text not null,
  patient_id_no text not null,
  phone text,
  diagnosis text not null,
  certificate_hospital text not null,
  certificate_grade text not null check (certificate_grade in ('二级', '三级')),
  certificate_on date not null,
  agent_name text,
  agent_id_no text,
  examined_by bigint not null,
  examined_at timestamptz not null,
  examination text not null,
  closed_at timestamptz,
  closed_by bigint,
  closed_reason text,
  primary key (org_id, id),
  constraint long_term_no unique (org_id, no),
  foreign key (org_id, examined_by) references identity.app_user (org_id, id) on delete restrict
);
create unique index long_term_patient on prescription.long_term (org_id, patient_id_no) where closed_at is null;
create index long_term_record on prescription.long_term (org_id, record_no);
call core.tenant_table('prescription.long_term', 'agent_name, agent_id_no, closed_at, closed_by, closed_reason');

-- Copies and signed papers. A newer one stands beside the older one, nothing is replaced.
create table prescription.long_term_paper (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  long_term_id bigint not null,
  kind text not null check (kind in ('certificate', 'patientId', 'agentId', 'consent')),
  sha256 bytea not null check (length(sha256) = 32),
  added_by bigint not null,
  added_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, long_term_id) references prescription.long_term (org_id, id) on delete restrict,
  foreign key (org_id, sha256) references files.evidence (org_id, sha256) on delete restrict,
  foreign key (org_id, added_by) references identity.app_user (org_id, id) on delete restrict
);
create index long_term_paper_of on prescription.long_term_paper (org_id, long_term_id);
call core.tenant_table('prescription.long_term_paper');

-- 复诊或随诊, every three months.
create table prescription.long_term_review (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  long_term_id bigint not null,
  reviewed_on date not null,
  -- 0 to 10
  pain_score int not null check (pain_score between 0 and 10),
  note text not null,
  reviewed_by bigint not null,
  recorded_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, long_term_id) references prescription.long_term (org_id, id) on delete restrict,
  foreign key (org_id, reviewed_by) references identity.app_user (org_id, id) on delete restrict
);
create index long_term_review_of on prescription.long_term_review (org_id, long_term_id, reviewed_on desc);
call core.tenant_table('prescription.long_term_review');

-- 专用处方, as it was written. What changes afterwards: how long it is valid, and that it was voided.
create table prescription.prescription (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  series text not null check (series in ('narcotic', 'second', 'toxic')),
  encounter text not null check (encounter in ('outpatient', 'emergency', 'inpatient')),
  category text not null check (category in ('general', 'cancer', 'chronic', 'inpatient')),
  purpose text check (purpose in ('adhd', 'pump', 'discharge', 'compound')),
  use_at text not null check (use_at in ('home', 'institution')),
  department_id bigint,
  bed text,
  payment text not null,
  patient_name text not null,
  patient_sex text not null check (patient_sex in ('男', '女')),
  patient_age int not null check (patient_age between 0 and 150),
  record_no text not null,
  patient_id_no text,
  agent_name text,
  agent_id_no text,
  diagnosis text not null,
  -- 条例 Art 40: identity verified, or an emergency in which it could not be
  verified_how text,
  verified_at timestamptz,
  emergency_reason text,
  over_limit_reason text,
  overlap_reason text,
  long_term_id bigint,
  paper_no text,
  prescriber_id bigint not null,
  written_at timestamptz not null,
  valid_to date not null,
  extend_reason text,
  voided_at timestamptz,
  voided_by bigint,
  void_reason text,
  primary key (org_id, id),
  constraint prescription_no unique (org_id, no),
  check ((verified_how is null) <> (emergency_reason is null)),
  check ((agent_name is null) = (agent_id_no is null)),
  foreign key (org_id, prescriber_id) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, department_id) references identity.department (org_id, id) on delete restrict,
  foreign key (org_id, long_term_id) references prescription.long_term (org_id, id) on delete restrict
);
create index prescription_time on prescription.prescription (org_id, written_at desc);
create index prescription_valid on prescription.prescription (org_id, valid_to) where voided_at is null;
create index prescription_record_no on prescription.prescription (org_id, record_no);
create index prescription_patient on prescription.prescription (org_id, patient_id_no) where patient_id_no is not null;
call core.tenant_table('prescription.prescription', 'valid_to, extend_reason, voided_at, voided_by, void_reason');

create table prescription.line (
  org_id bigint not null references identity.org (id) on delete restrict,
  prescription_id bigint not null,
  line int not null check (line between 1 and 5),
  drug_id bigint not null,
  -- of the day it was written
  class text not null,
  form text not null,
  ingredient text not null,
  units int not null check (units > 0),
  -- one dose: content units; units where the drug's strength is not tracked
  dose bigint not null check (dose > 0),
  times int not null check (times > 0),
  per_days int not null check (per_days > 0),
  route text not null,
  instruction text,
  -- whole days that the quantity lasts
  supplied_days int not null check (supplied_days >= 0),
  primary key (org_id, prescription_id, line),
  constraint prescription_drug unique (org_id, prescription_id, drug_id),
  foreign key (org_id, prescription_id) references prescription.prescription (org_id, id) on delete restrict,
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict
);
create index line_drug on prescription.line (org_id, drug_id);
call core.tenant_table('prescription.line');

-- 发药 to a patient. What is used inside goes through an issue instead.
create table prescription.dispense (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  prescription_id bigint not null,
  location_id bigint not null,
  taken_by text not null check (taken_by in ('patient', 'agent')),
  empties_reason text,
  fefo_reason text,
  dispensed_by bigint not null,
  checked_by bigint not null,
  dispensed_at timestamptz not null,
  movement_id bigint not null,
  primary key (org_id, id),
  constraint dispense_no unique (org_id, no),
  check (dispensed_by <> checked_by),
  foreign key (org_id, prescription_id) references prescription.prescription (org_id, id) on delete restrict,
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, movement_id) references ledger.movement (org_id, id) on delete restrict
);
create index dispense_prescription on prescription.dispense (org_id, prescription_id);
create index dispense_time on prescription.dispense (org_id, dispensed_at desc);
call core.tenant_table('prescription.dispense');

-- 患者交回的空安瓿、废贴 (438号 Art 27), whole deliveries by one patient.
create table prescription.empties (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  -- any prescription of the patient: it says who he is
  prescription_id bigint not null,
  bin_location_id bigint not null,
  brought_by text not null,
  received_by bigint not null,
  checked_by bigint not null,
  received_at timestamptz not null,
  movement_id bigint not null,
  primary key (org_id, id),
  constraint empties_no unique (org_id, no),
  foreign key (org_id, prescription_id) references prescription.prescription (org_id, id) on delete restrict,
  foreign key (org_id, bin_location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, movement_id) references ledger.movement (org_id, id) on delete restrict
);
create index empties_prescription on prescription.empties (org_id, prescription_id);
create index empties_time on prescription.empties (org_id, received_at desc);
call core.tenant_table('prescription.empties');

-- R13 处方纸: numbered paper in books, and what became of each range of numbers.
create table prescription.paper_book (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  series text not null check (series in ('narcotic', 'second')),
  prefix text not null,
  first_no bigint not null check (first_no > 0),
  last_no bigint not null,
  department_id bigint,
  taken_by bigint not null,
  taken_at timestamptz not null,
  given_by bigint not null,
  primary key (org_id, id),
  check (last_no >= first_no and last_no - first_no < 1000),
  foreign key (org_id, taken_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, given_by) references identity.app_user (org_id, id) on delete restrict
);
create index paper_book_prefix on prescription.paper_book (org_id, prefix, first_no);
call core.tenant_table('prescription.paper_book');

create table prescription.paper_act (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  book_id bigint not null,
  kind text not null check (kind in ('used', 'returned', 'void', 'destroyed')),
  first_no bigint not null,
  last_no bigint not null check (last_no >= first_no),
  prescription_id bigint,
  note text,
  acted_by bigint not null,
  witness_id bigint,
  acted_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, book_id) references prescription.paper_book (org_id, id) on delete restrict,
  foreign key (org_id, prescription_id) references prescription.prescription (org_id, id) on delete restrict,
  foreign key (org_id, acted_by) references identity.app_user (org_id, id) on delete restrict
);
create index paper_act_book on prescription.paper_act (org_id, book_id);
call core.tenant_table('prescription.paper_act');

-- An issue into a hand says which prescription it is for.
alter table issue.issue add column prescription_id bigint;
alter table issue.issue add foreign key (org_id, prescription_id)
  references prescription.prescription (org_id, id) on delete restrict;
create index issue_prescription on issue.issue (org_id, prescription_id) where prescription_id is not null;

-- Where a prescription stands: the document that filled it and was not taken back, if any.
create view prescription.filled with (security_invoker = true) as
  select d.org_id, d.prescription_id, 'dispense' as kind, d.id, d.no, d.dispensed_at as at, d.dispensed_by, d.checked_by, d.location_id,
    d.movement_id
  from prescription.dispense d
  where not exists (select from ledger.movement r where r.org_id = d.org_id and r.reverses_id = d.movement_id)
  union all
  select i.org_id, i.prescription_id, 'issue', i.id, i.no, i.issued_at, i.issued_by, i.checked_by, i.location_id, m.id
  from issue.issue i
  join ledger.movement m on m.org_id = i.org_id and m.cause_kind = 'issue' and m.cause_id = i.id and m.kind = 'issue' and m.reverses_id is null
  where i.prescription_id is not null
    and not exists (select from ledger.movement r where r.org_id = m.org_id and r.reverses_id = m.id);
grant select on prescription.filled to zhuisu_app, zhuisu_auditor;
