-- The management body's paper: inspections and their rectification, filings with receipts, specimen signatures.
create schema inspection;
grant usage on schema inspection to zhuisu_app, zhuisu_auditor;

-- R16 专项检查, R17 值班巡查: signed in one act and never changed. What did not agree goes on as a rectification.
create table inspection.record (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  kind text not null check (kind in ('special', 'patrol')),
  -- which version of the checklist was walked; its words are data of the program
  list_version int not null,
  began_at timestamptz not null,
  remark text,
  inspector_id bigint not null,
  second_id bigint,
  signed_at timestamptz not null,
  primary key (org_id, id),
  constraint record_no unique (org_id, no),
  check ((kind = 'special') = (second_id is not null)),
  check (second_id <> inspector_id),
  check (began_at <= signed_at),
  foreign key (org_id, inspector_id) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, second_id) references identity.app_user (org_id, id) on delete restrict
);
create index record_time on inspection.record (org_id, signed_at desc, id desc);
call core.tenant_table('inspection.record');

create table inspection.record_place (
  org_id bigint not null references identity.org (id) on delete restrict,
  record_id bigint not null,
  location_id bigint not null,
  primary key (org_id, record_id, location_id),
  foreign key (org_id, record_id) references inspection.record (org_id, id) on delete restrict,
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict
);
call core.tenant_table('inspection.record_place');

create table inspection.result (
  org_id bigint not null references identity.org (id) on delete restrict,
  record_id bigint not null,
  item text not null,
  outcome text not null check (outcome in ('pass', 'fail', 'none')),
  finding text,
  primary key (org_id, record_id, item),
  check ((outcome = 'fail') = (finding is not null)),
  foreign key (org_id, record_id) references inspection.record (org_id, id) on delete restrict
);
call core.tenant_table('inspection.result');

create table inspection.photo (
  org_id bigint not null references identity.org (id) on delete restrict,
  record_id bigint not null,
  item text not null,
  sha256 bytea not null,
  primary key (org_id, record_id, item, sha256),
  foreign key (org_id, record_id, item) references inspection.result (org_id, record_id, item) on delete restrict,
  foreign key (org_id, sha256) references files.evidence (org_id, sha256) on delete restrict
);
call core.tenant_table('inspection.photo');

-- One row of numbers for what a hospital found itself and what its authority found: both are put right in one way.
create sequence inspection.case_id as bigint;
grant usage on sequence inspection.case_id to zhuisu_app;

create table inspection.rectification (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint not null default nextval('inspection.case_id'),
  no text not null,
  record_id bigint not null,
  item text not null,
  problem text not null,
  responsible_id bigint not null,
  due_on date not null,
  opened_by bigint not null,
  opened_at timestamptz not null,
  primary key (org_id, id),
  constraint rectification_no unique (org_id, no),
  constraint rectification_once unique (org_id, record_id, item),
  foreign key (org_id, record_id, item) references inspection.result (org_id, record_id, item) on delete restrict,
  foreign key (org_id, responsible_id) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, opened_by) references identity.app_user (org_id, id) on delete restrict
);
create index rectification_time on inspection.rectification (org_id, opened_at desc, id desc);
call core.tenant_table('inspection.rectification');

-- 上级检查: a finding of an authority is the authority's own row; no foreign key can cross tenants.
create table inspection.finding (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint not null default nextval('inspection.case_id'),
  no text not null,
  hospital_id bigint not null,
  place text not null,
  basis text,
  problem text not null,
  due_on date not null,
  opened_by bigint not null,
  -- the hospital cannot read the authority's people
  opened_name text not null,
  opened_at timestamptz not null,
  primary key (org_id, id),
  constraint finding_no unique (org_id, no),
  check (hospital_id <> org_id),
  foreign key (org_id, opened_by) references identity.app_user (org_id, id) on delete restrict
);
create index finding_hospital on inspection.finding (hospital_id, opened_at desc, id desc);
call core.tenant_table('inspection.finding');

-- What was done about a case: measure with its proof, then sent back or closed by somebody else. Only ever added to.
create table inspection.step (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  hospital_id bigint not null,
  case_id bigint not null,
  kind text not null check (kind in ('measure', 'return', 'close')),
  text text not null,
  proof bytea,
  done_by bigint not null,
  done_name text not null,
  done_at timestamptz not null,
  primary key (org_id, id),
  check ((kind = 'measure') = (proof is not null)),
  check (kind <> 'measure' or org_id = hospital_id),
  foreign key (org_id, proof) references files.evidence (org_id, sha256) on delete restrict,
  foreign key (org_id, done_by) references identity.app_user (org_id, id) on delete restrict
);
create index step_case on inspection.step (hospital_id, case_id, id desc);
call core.tenant_table('inspection.step');

create policy about_hospital on inspection.finding for select to zhuisu_app
  using (hospital_id = any ((select core.readable_orgs())::bigint[]));
create policy about_hospital on inspection.step for select to zhuisu_app
  using (hospital_id = any ((select core.readable_orgs())::bigint[]));

-- Where a case stands. A measure counts from the hospital only, its end only from whoever opened the case.
create view inspection.case_now with (security_invoker = true) as
  select c.*, s.done_at as last_at, s.done_by as last_by, s.done_name as last_name,
    case s.kind when 'close' then 'closed' when 'measure' then 'done' when 'return' then 'returned' else 'open' end as state
  from (
    select r.org_id as hospital_id, r.org_id as owner_id, 'own' as source, r.id, r.no, r.record_id, r.item, r.problem,
      r.responsible_id, p.name as responsible, r.due_on, u.name as opened_name, r.opened_at
    from inspection.rectification r
    join identity.app_user p on p.org_id = r.org_id and p.id = r.responsible_id
    join identity.app_user u on u.org_id = r.org_id and u.id = r.opened_by
    union all
    select f.hospital_id, f.org_id, 'authority', f.id, f.no, null, f.basis, f.place || '：' || f.problem,
      null, null, f.due_on, f.opened_name, f.opened_at
    from inspection.finding f) c
  left join lateral (
    select t.kind, t.done_at, t.done_by, t.done_name from inspection.step t
    where t.hospital_id = c.hospital_id and t.case_id = c.id
      and t.org_id = case t.kind when 'measure' then c.hospital_id else c.owner_id end
    order by t.id desc limit 1) s on true;
grant select on inspection.case_now to zhuisu_app, zhuisu_auditor;

-- Reports to the authorities (条例 Art 38, 59): prepared, checked by another, sent, received.
create schema filing;
grant usage on schema filing to zhuisu_app, zhuisu_auditor;

create table filing.filing (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  kind text not null check (kind in ('monthly', 'people')),
  -- first day of the month or quarter
  period date not null check (extract(day from period) = 1),
  version int not null check (version > 0),
  -- why what was sent before is sent again
  reason text,
  -- what the report said when it was frozen: canonical JSON, and its SHA-256
  content text not null,
  fingerprint bytea not null check (length(fingerprint) = 32),
  lines int not null,
  due_on date not null,
  prepared_by bigint not null,
  prepared_at timestamptz not null,
  checked_by bigint,
  checked_at timestamptz,
  sent_by bigint,
  sent_at timestamptz,
  dropped_by bigint,
  dropped_at timestamptz,
  drop_reason text,
  primary key (org_id, id),
  constraint filing_no unique (org_id, no),
  check (checked_by <> prepared_by),
  check (sent_at is null or checked_at is not null),
  check (sent_at is null or dropped_at is null),
  check ((version = 1) = (reason is null)),
  foreign key (org_id, prepared_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, checked_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, sent_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, dropped_by) references identity.app_user (org_id, id) on delete restrict
);
-- A version is one that was or will be sent: a draft that was given up leaves its number to the next, and there is one
-- draft at a time.
create unique index filing_version on filing.filing (org_id, kind, period, version) where dropped_at is null;
create index filing_time on filing.filing (org_id, prepared_at desc, id desc);
call core.tenant_table('filing.filing', 'checked_by, checked_at, sent_by, sent_at, dropped_by, dropped_at, drop_reason');

-- To whom it went: an authority of this platform, or one outside by name.
create table filing.dispatch (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  filing_id bigint not null,
  authority_id bigint,
  receiver text not null,
  primary key (org_id, id),
  constraint dispatch_once unique (org_id, filing_id, receiver),
  foreign key (org_id, filing_id) references filing.filing (org_id, id) on delete restrict
);
create index dispatch_authority on filing.dispatch (authority_id) where authority_id is not null;
call core.tenant_table('filing.dispatch');

-- The authority's own row; or, of one outside, what the hospital holds in its hand.
create table filing.receipt (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  hospital_id bigint not null,
  dispatch_id bigint not null,
  fingerprint bytea not null check (length(fingerprint) = 32),
  outcome text not null check (outcome in ('accepted', 'returned')),
  no text not null,
  note text,
  proof bytea,
  done_by bigint not null,
  done_name text not null,
  done_at timestamptz not null,
  primary key (org_id, id),
  constraint receipt_once unique (org_id, hospital_id, dispatch_id),
  check (outcome = 'accepted' or note is not null),
  -- an outside receipt is the hospital's word: it shows the paper
  check (org_id <> hospital_id or proof is not null),
  foreign key (org_id, proof) references files.evidence (org_id, sha256) on delete restrict,
  foreign key (org_id, done_by) references identity.app_user (org_id, id) on delete restrict
);
create index receipt_hospital on filing.receipt (hospital_id, dispatch_id);
call core.tenant_table('filing.receipt');
create policy about_hospital on filing.receipt for select to zhuisu_app
  using (hospital_id = any ((select core.readable_orgs())::bigint[]));

-- Each dispatch with the receipt that counts: from whom it was sent to, about what was sent.
create view filing.dispatch_now with (security_invoker = true) as
  select d.org_id, d.id, d.filing_id, d.authority_id, d.receiver, r.id as receipt_id, r.outcome, r.no as receipt_no, r.note, r.proof,
    r.done_name, r.done_at
  from filing.dispatch d
  join filing.filing f on f.org_id = d.org_id and f.id = d.filing_id
  left join filing.receipt r on r.hospital_id = d.org_id and r.dispatch_id = d.id and r.fingerprint = f.fingerprint
    and r.org_id = coalesce(d.authority_id, d.org_id);
grant select on filing.dispatch_now to zhuisu_app, zhuisu_auditor;

create view filing.filing_now with (security_invoker = true) as
  select f.*, x.receivers, x.received,
    case when f.dropped_at is not null then 'dropped' when f.sent_at is null and f.checked_at is null then 'prepared'
      when f.sent_at is null then 'checked' when x.returned > 0 then 'returned' when x.received = x.sent then 'received' else 'sent' end as state
  from filing.filing f
  cross join lateral (
    select count(*)::int as sent, count(*) filter (where d.outcome = 'accepted')::int as received,
      count(*) filter (where d.outcome = 'returned')::int as returned, string_agg(d.receiver, '、' order by d.id) as receivers
    from filing.dispatch_now d where d.org_id = f.org_id and d.filing_id = f.id) x;
grant select on filing.filing_now to zhuisu_app, zhuisu_auditor;

-- When what is due, as data with versions. The law says monthly (条例 Art 59) and 定期 (Art 38); the quarter and the day of
-- the month are local practice.
create table filing.term (
  kind text not null check (kind in ('monthly', 'people')),
  from_on date not null,
  months int not null check (months between 1 and 12),
  -- day of the month after the period
  due_day int not null check (due_day between 1 and 28),
  basis text not null,
  primary key (kind, from_on)
);
insert into filing.term (kind, from_on, months, due_day, basis) values
  ('monthly', '2020-01-01', 1, 10, '条例第五十九条：每月；10 日为本地惯例'),
  ('people', '2020-01-01', 3, 10, '条例第三十八条：定期；每季、10 日为本地惯例');
grant select on filing.term to zhuisu_app, zhuisu_auditor;

-- Periods that have ended within a year, of each institution that the reader may read, from when it had something to
-- say: its first movement, its first qualification.
create function filing.duties(p_at timestamptz)
returns table (org_id bigint, kind text, period date, due_on date) language sql stable as $$
  select o.id, t.kind, g.period::date, (g.period + make_interval(months => t.months, days => t.due_day - 1))::date
  from (select (p_at at time zone 'Asia/Shanghai')::date as day) today
  cross join identity.org o
  join filing.term t on t.from_on <= today.day and not exists (
    select from filing.term n where n.kind = t.kind and n.from_on <= today.day and n.from_on > t.from_on)
  cross join lateral (select case t.kind
    when 'monthly' then (select (m.recorded_at at time zone 'Asia/Shanghai')::date from ledger.movement m
      where m.org_id = o.id order by m.recorded_at, m.id limit 1)
    else (select min(q.valid_from) from identity.qualification q where q.org_id = o.id and q.type in ('prescribe', 'dispense')) end as first) since
  cross join lateral generate_series(date_trunc('year', today.day - interval '1 year'), today.day, make_interval(months => t.months)) g (period)
  where o.kind = 'institution' and o.id = any ((select core.readable_orgs())::bigint[])
    and g.period + make_interval(months => t.months) <= today.day
    -- a list is of the day on which it is made: an older quarter's is no longer worth anything
    and (t.kind = 'monthly' or g.period + make_interval(months => 2 * t.months) > today.day)
    and g.period > today.day - interval '1 year' and g.period + make_interval(months => t.months) > since.first
$$;

-- R20 签名留样 (处方管理办法 Art 10): the newest one that is in force counts; older ones stay.
create schema specimen;
grant usage on schema specimen to zhuisu_app, zhuisu_auditor;

create table specimen.specimen (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  user_id bigint not null,
  kind text not null check (kind in ('signature', 'seal')),
  sha256 bytea not null,
  valid_from date not null,
  filed_by bigint not null,
  filed_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, user_id) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, filed_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, sha256) references files.evidence (org_id, sha256) on delete restrict
);
create index specimen_person on specimen.specimen (org_id, user_id, kind, valid_from desc, id desc);
call core.tenant_table('specimen.specimen');
