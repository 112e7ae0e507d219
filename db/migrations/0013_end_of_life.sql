-- End of life of intact stock: legal hold, quarantine.

-- Nothing that a legal hold names may be deleted, whatever its term of retention says.
create table core.legal_hold (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  -- movement, event, evidence, issue, receipt …
  kind text not null check (kind ~ '^[a-z][A-Za-z]{1,30}$'),
  -- the record's number; of a photograph its fingerprint in hex
  subject text not null check (length(subject) between 1 and 64),
  -- the case that needs it
  cause_kind text not null,
  cause_id bigint not null,
  cause_no text not null,
  reason text not null,
  since timestamptz not null,
  held_by bigint not null,
  released_at timestamptz,
  released_by bigint,
  release_reason text,
  primary key (org_id, id),
  check ((released_at is null) = (released_by is null) and (released_at is null) = (release_reason is null)),
  foreign key (org_id, held_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, released_by) references identity.app_user (org_id, id) on delete restrict
);
create unique index hold_once on core.legal_hold (org_id, kind, subject, cause_kind, cause_id) where released_at is null;
create index hold_cause on core.legal_hold (org_id, cause_kind, cause_id);
call core.tenant_table('core.legal_hold', 'released_at, released_by, release_reason');
create policy lookup_hold on core.legal_hold for select to zhuisu_lookup using (true);
grant select on core.legal_hold to zhuisu_lookup;

-- Is this record on hold? What computes retention asks here; what deletes rows asks through the trigger below.
create function core.on_hold(p_org bigint, p_kind text, p_subject text) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from core.legal_hold h
    where h.org_id = p_org and h.kind = p_kind and h.subject = p_subject and h.released_at is null)
$$;
-- The last wall: a deletion of a held row fails, also one by the owner's own job. Dropping a whole partition fires no
-- trigger: a job that does so asks core.on_hold first.
create function core.refuse_held() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if core.on_hold(old.org_id, tg_argv[0], ltrim(to_jsonb(old) ->> tg_argv[1], '\x')) then
    raise exception 'on legal hold: % %', tg_argv[0], to_jsonb(old) ->> tg_argv[1] using errcode = 'ZS003';
  end if;
  return old;
end $$;
alter function core.on_hold owner to zhuisu_lookup;
alter function core.refuse_held owner to zhuisu_lookup;
revoke execute on function core.on_hold, core.refuse_held from public;
grant execute on function core.on_hold to zhuisu_app, zhuisu_auditor, zhuisu_owner;
grant execute on function core.refuse_held to zhuisu_app, zhuisu_owner;
create trigger held before delete on files.evidence for each row execute function core.refuse_held('evidence', 'sha256');
create trigger held before delete on audit.salt for each row execute function core.refuse_held('event', 'event_id');
create trigger held before delete on audit.event for each row execute function core.refuse_held('event', 'id');
create trigger held before delete on ledger.movement for each row execute function core.refuse_held('movement', 'id');
create trigger held before delete on ledger.entry for each row execute function core.refuse_held('movement', 'movement_id');

-- 患者交回 has accounts of a kind of its own: no kind of movement leads out of them but to destruction, so that what a
-- patient brought back can never be dispensed again (438号 Art 30).
alter table ledger.account drop constraint account_kind_check;
alter table ledger.account add constraint account_kind_check check (kind in ('location', 'transit', 'custody', 'quarantine',
  'returned', 'empties', 'supplier', 'patient', 'opened', 'relabelled', 'disposed', 'destroyed', 'adjustment', 'lost', 'borrowed'));
alter table ledger.account alter column inside set expression as
  (kind in ('location', 'transit', 'custody', 'quarantine', 'returned', 'empties'));

create schema quarantine;
grant usage on schema quarantine to zhuisu_app, zhuisu_auditor;

-- 待查单: stock taken out of use, for one reason, into an account of its own. What is left of it is the account's balance.
create table quarantine.record (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  reason_kind text not null check (reason_kind in ('expired', 'nearExpiry', 'damaged', 'quality', 'recall')),
  reason text not null,
  location_id bigint not null,
  -- the red box it lies in
  box_location_id bigint not null,
  account_id bigint not null,
  movement_id bigint not null,
  moved_by bigint not null,
  witnessed_by bigint not null,
  moved_at timestamptz not null,
  primary key (org_id, id),
  constraint quarantine_no unique (org_id, no),
  constraint quarantine_account unique (org_id, account_id),
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, box_location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, account_id) references ledger.account (org_id, id) on delete restrict,
  foreign key (org_id, movement_id) references ledger.movement (org_id, id) on delete restrict
);
create index record_time on quarantine.record (org_id, moved_at desc, id desc);
call core.tenant_table('quarantine.record');

-- 解除待查: cleared by an inspection and approved; the conclusion is what the approval rests on.
create table quarantine.release (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  account_id bigint not null,
  location_id bigint not null,
  conclusion text not null,
  report_no text,
  movement_id bigint not null,
  released_by bigint not null,
  approved_by bigint not null,
  released_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, account_id) references ledger.account (org_id, id) on delete restrict,
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, movement_id) references ledger.movement (org_id, id) on delete restrict
);
create index release_account on quarantine.release (org_id, account_id);
call core.tenant_table('quarantine.release');

-- 库内破碎: broken in the store; its content is lost, its fragments lie in the bin.
create table quarantine.breakage (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  location_id bigint not null,
  bin_location_id bigint not null,
  reason text not null,
  movement_id bigint not null,
  recorded_by bigint not null,
  witnessed_by bigint not null,
  recorded_at timestamptz not null,
  primary key (org_id, id),
  constraint breakage_no unique (org_id, no),
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, bin_location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, movement_id) references ledger.movement (org_id, id) on delete restrict
);
create index breakage_time on quarantine.breakage (org_id, recorded_at desc);
call core.tenant_table('quarantine.breakage');

-- F3 报损销毁: intact stock ends before the authority's eyes (条例 Art 61).
create schema write_off;
grant usage on schema write_off to zhuisu_app, zhuisu_auditor;

create table write_off.application (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  reason text not null,
  created_by bigint not null,
  created_at timestamptz not null,
  -- approved by the head of pharmacy is sent to the authority in the same act; five days run from here
  approved_by bigint,
  approved_at timestamptz,
  authority_id bigint,
  -- SHA-256 of the list as it was sent; what the authority accepts is exactly this
  list_hash bytea check (length(list_hash) = 32),
  -- refused by the head, or withdrawn
  closed_as text check (closed_as in ('rejected', 'withdrawn')),
  closed_by bigint,
  closed_at timestamptz,
  closed_reason text,
  primary key (org_id, id),
  constraint application_no unique (org_id, no),
  check (approved_by <> created_by),
  check ((approved_at is null) = (authority_id is null) and (approved_at is null) = (list_hash is null)),
  foreign key (org_id, created_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, approved_by) references identity.app_user (org_id, id) on delete restrict
);
create index application_time on write_off.application (org_id, created_at desc, id desc);
create index application_authority on write_off.application (authority_id, approved_at desc) where authority_id is not null;
call core.tenant_table('write_off.application',
  'approved_by, approved_at, authority_id, list_hash, closed_as, closed_by, closed_at, closed_reason');

create table write_off.line (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  application_id bigint not null,
  -- the quarantine (or 患者交回) account that it lies in
  account_id bigint not null,
  drug_id bigint not null,
  lot_id bigint not null,
  code text not null,
  units int not null check (units > 0),
  reason text not null,
  primary key (org_id, id),
  constraint line_once unique (org_id, application_id, account_id, lot_id, code),
  foreign key (org_id, application_id) references write_off.application (org_id, id) on delete restrict,
  foreign key (org_id, account_id) references ledger.account (org_id, id) on delete restrict,
  foreign key (org_id, lot_id) references ledger.lot (org_id, id) on delete restrict
);
create index line_account on write_off.line (org_id, account_id);
call core.tenant_table('write_off.line');

create table write_off.destruction (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  application_id bigint not null,
  place text not null,
  method text not null check (method in ('砸碎', '剪碎', '水浸', '焚烧')),
  executed_by bigint not null,
  witnessed_by bigint not null,
  destroyed_at timestamptz not null,
  movement_id bigint not null,
  primary key (org_id, id),
  foreign key (org_id, application_id) references write_off.application (org_id, id) on delete restrict,
  foreign key (org_id, movement_id) references ledger.movement (org_id, id) on delete restrict
);
create index destruction_application on write_off.destruction (org_id, application_id);
call core.tenant_table('write_off.destruction');

-- What the authority decides and attests are the authority's own rows: it may not write into a hospital's. They name
-- the hospital's application by number and by the hash of its list; no foreign key can cross tenants.
create table write_off.acceptance (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  hospital_id bigint not null,
  application_id bigint not null,
  application_no text not null,
  list_hash bytea not null check (length(list_hash) = 32),
  outcome text not null check (outcome in ('accepted', 'returned')),
  visit_on date,
  note text,
  decided_by bigint not null,
  -- the hospital cannot read the authority's people
  decided_name text not null,
  decided_at timestamptz not null,
  primary key (org_id, id),
  constraint acceptance_once unique (org_id, hospital_id, application_id),
  check ((outcome = 'accepted') = (visit_on is not null)),
  foreign key (org_id, decided_by) references identity.app_user (org_id, id) on delete restrict
);
create index acceptance_hospital on write_off.acceptance (hospital_id, application_id);
call core.tenant_table('write_off.acceptance');

create table write_off.attendance (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  hospital_id bigint not null,
  application_id bigint not null,
  acceptance_id bigint not null,
  arrived_at timestamptz not null,
  -- two inspectors with their certificates (药品管理法实施条例 Art 63)
  first_name text not null,
  first_no text not null,
  second_name text not null,
  second_no text not null,
  remark text,
  recorded_by bigint not null,
  recorded_at timestamptz not null,
  primary key (org_id, id),
  constraint attendance_once unique (org_id, acceptance_id),
  check (first_no <> second_no),
  foreign key (org_id, acceptance_id) references write_off.acceptance (org_id, id) on delete restrict,
  foreign key (org_id, recorded_by) references identity.app_user (org_id, id) on delete restrict
);
create index attendance_hospital on write_off.attendance (hospital_id, application_id);
call core.tenant_table('write_off.attendance');

-- Whoever may read a hospital's application may read what its authority wrote about it: the hospital itself first.
create policy about_hospital on write_off.acceptance for select to zhuisu_app
  using (hospital_id = any ((select core.readable_orgs())::bigint[]));
create policy about_hospital on write_off.attendance for select to zhuisu_app
  using (hospital_id = any ((select core.readable_orgs())::bigint[]));

-- Where an application stands. A destruction that was taken back (红冲) stands no more.
create view write_off.application_now with (security_invoker = true) as
  select a.org_id, a.id, a.no, a.reason, a.created_by, a.created_at, a.approved_by, a.approved_at, a.authority_id, a.list_hash,
    a.closed_as, a.closed_by, a.closed_at, a.closed_reason,
    c.id as acceptance_id, c.outcome, c.visit_on, c.note as acceptance_note, c.decided_name, c.decided_at,
    t.arrived_at, t.first_name, t.first_no, t.second_name, t.second_no, t.remark, t.recorded_at as attended_at,
    x.id as destruction_id, x.place, x.method, x.executed_by, x.witnessed_by, x.destroyed_at, x.movement_id,
    case when x.id is not null then 'destroyed' when a.closed_as is not null then a.closed_as
      when c.outcome = 'returned' then 'returned' when t.id is not null then 'attended' when c.id is not null then 'accepted'
      when a.approved_at is not null then 'sent' else 'applied' end as state
  from write_off.application a
  left join write_off.acceptance c on c.org_id = a.authority_id and c.hospital_id = a.org_id and c.application_id = a.id
    and c.list_hash = a.list_hash
  left join write_off.attendance t on t.org_id = c.org_id and t.acceptance_id = c.id
  left join write_off.destruction x on x.org_id = a.org_id and x.application_id = a.id and not exists (
    select from ledger.movement m where m.org_id = x.org_id and m.reverses_id = x.movement_id);
grant select on write_off.application_now to zhuisu_app, zhuisu_auditor;

-- What is on an open list and may leave its account by no other door.
create view write_off.pending with (security_invoker = true) as
  select l.org_id, l.account_id, l.lot_id, l.code, sum(l.units)::bigint as units, min(a.no) as no
  from write_off.line l join write_off.application_now a on a.org_id = l.org_id and a.id = l.application_id
  where a.state in ('applied', 'sent', 'accepted', 'attended')
  group by l.org_id, l.account_id, l.lot_id, l.code;
grant select on write_off.pending to zhuisu_app, zhuisu_auditor;
-- Which of these units stand on an open list: what leaves quarantine by another door asks first.
create function write_off.listed(p_org bigint, p_account bigint[], p_lot bigint[], p_code text[], p_units bigint[])
returns table (drug text, lot text, no text) language sql stable as $$
  select d.name || ' ' || d.spec, l.lot_no, p.no
  from unnest(p_account, p_lot, p_code, p_units) as w (account_id, lot_id, code, units)
  join write_off.pending p on p.org_id = p_org and p.account_id = w.account_id and p.lot_id = w.lot_id and p.code = w.code
  join ledger.balance b on b.org_id = p_org and b.account_id = w.account_id and b.item = 'intact' and b.lot_id = w.lot_id
    and b.code = w.code and b.quantity - p.units < w.units
  join ledger.lot l on l.org_id = p_org and l.id = w.lot_id
  join ledger.drug d on d.org_id = p_org and d.id = l.drug_id
$$;

-- 患者交回 (438号 Art 30): unused drugs come back free of charge, are signed for by two and never used again.
create schema patient_return;
grant usage on schema patient_return to zhuisu_app, zhuisu_auditor;

-- The account of what patients brought back to a place, made on first use.
create table patient_return.box (
  org_id bigint not null references identity.org (id) on delete restrict,
  location_id bigint not null,
  account_id bigint not null,
  primary key (org_id, location_id),
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, account_id) references ledger.account (org_id, id) on delete restrict
);
call core.tenant_table('patient_return.box');

create table patient_return.receipt (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  location_id bigint not null,
  account_id bigint not null,
  -- what it was given out with, where that is known
  issue_id bigint,
  patient_name text not null,
  record_no text not null,
  patient_id_no text,
  agent_name text,
  agent_id_no text,
  reason text not null,
  movement_id bigint not null,
  received_by bigint not null,
  witnessed_by bigint not null,
  received_at timestamptz not null,
  primary key (org_id, id),
  constraint receipt_no unique (org_id, no),
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, account_id) references ledger.account (org_id, id) on delete restrict,
  foreign key (org_id, issue_id) references issue.issue (org_id, id) on delete restrict,
  foreign key (org_id, movement_id) references ledger.movement (org_id, id) on delete restrict
);
create index receipt_time on patient_return.receipt (org_id, received_at desc, id desc);
create index receipt_issue on patient_return.receipt (org_id, issue_id);
call core.tenant_table('patient_return.receipt');

-- 汇总上交: at most a quarter later what a pharmacy collected goes to the vault's box.
create table patient_return.roll_up (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  source_location_id bigint not null,
  location_id bigint not null,
  movement_id bigint not null,
  handed_by bigint not null,
  received_by bigint not null,
  rolled_at timestamptz not null,
  primary key (org_id, id),
  constraint roll_up_no unique (org_id, no),
  foreign key (org_id, source_location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, movement_id) references ledger.movement (org_id, id) on delete restrict
);
create index roll_up_time on patient_return.roll_up (org_id, rolled_at desc);
call core.tenant_table('patient_return.roll_up');

-- 退货: back to who delivered it, with their confirmation.
create schema supplier_return;
grant usage on schema supplier_return to zhuisu_app, zhuisu_auditor;
create table supplier_return.record (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  supplier_id bigint not null,
  -- a place or a quarantine account
  account_id bigint not null,
  reason_kind text not null check (reason_kind in ('damaged', 'quality', 'recall', 'nearExpiry', 'wrong')),
  reason text not null,
  -- number of the supplier's confirmation, and who of theirs gave it
  confirmation_no text not null,
  confirmed_by text not null,
  movement_id bigint not null,
  returned_by bigint not null,
  witnessed_by bigint not null,
  returned_at timestamptz not null,
  primary key (org_id, id),
  constraint supplier_return_no unique (org_id, no),
  foreign key (org_id, supplier_id) references partner.supplier (org_id, id) on delete restrict,
  foreign key (org_id, account_id) references ledger.account (org_id, id) on delete restrict,
  foreign key (org_id, movement_id) references ledger.movement (org_id, id) on delete restrict
);
create index supplier_return_time on supplier_return.record (org_id, returned_at desc, id desc);
call core.tenant_table('supplier_return.record');

-- 被盗、被抢、丢失、骗取、冒领、流出 (条例 Art 64): a case with its receivers, its clocks and its frozen evidence.
create schema incident;
grant usage on schema incident to zhuisu_app, zhuisu_auditor;
create table incident.incident (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  kind text not null check (kind in ('theft', 'robbery', 'loss', 'fraud', 'falseClaim', 'diversion')),
  found_at timestamptz not null,
  found_place text not null,
  found_by text not null,
  summary text not null,
  -- what was recorded since then is frozen
  window_from timestamptz not null,
  -- the defaults that applied on the day, and what follows from them
  clock_version int not null,
  escalate_due_at timestamptz not null,
  report_due_at timestamptz not null,
  opened_by bigint not null,
  opened_at timestamptz not null,
  outcome text check (outcome in ('recovered', 'lost', 'cleared')),
  outcome_note text,
  closed_by bigint,
  closed_at timestamptz,
  primary key (org_id, id),
  constraint incident_no unique (org_id, no),
  check ((closed_at is null) = (outcome is null) and (closed_at is null) = (closed_by is null)),
  foreign key (org_id, opened_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, closed_by) references identity.app_user (org_id, id) on delete restrict
);
create index incident_time on incident.incident (org_id, opened_at desc, id desc);
call core.tenant_table('incident.incident', 'outcome, outcome_note, closed_by, closed_at');

create table incident.drug (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  incident_id bigint not null,
  drug_id bigint not null,
  lot_no text,
  code text,
  units int not null check (units > 0),
  primary key (org_id, id),
  foreign key (org_id, incident_id) references incident.incident (org_id, id) on delete restrict,
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict
);
create index drug_incident on incident.drug (org_id, incident_id);
call core.tenant_table('incident.drug');

-- What was done, in order: notes, measures, reports to the three receivers and what they answered. Facts; none changes.
create table incident.step (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  incident_id bigint not null,
  kind text not null check (kind in ('note', 'measure', 'escalated', 'reported', 'acknowledged')),
  receiver text check (receiver in ('police', 'drugAdmin', 'health')),
  text text not null,
  done_by bigint not null,
  done_at timestamptz not null,
  primary key (org_id, id),
  check ((receiver is not null) = (kind in ('reported', 'acknowledged'))),
  foreign key (org_id, incident_id) references incident.incident (org_id, id) on delete restrict,
  foreign key (org_id, done_by) references identity.app_user (org_id, id) on delete restrict
);
create index step_incident on incident.step (org_id, incident_id);
create unique index step_reported_once on incident.step (org_id, incident_id, receiver) where kind = 'reported';
call core.tenant_table('incident.step');

-- An authority that uses this program acknowledges in rows of its own (decision 0012).
create table incident.acknowledgement (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  hospital_id bigint not null,
  incident_id bigint not null,
  text text not null,
  done_by bigint not null,
  done_name text not null,
  done_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, done_by) references identity.app_user (org_id, id) on delete restrict
);
create index acknowledgement_incident on incident.acknowledgement (hospital_id, incident_id);
call core.tenant_table('incident.acknowledgement');
create policy about_hospital on incident.acknowledgement for select to zhuisu_app
  using (hospital_id = any ((select core.readable_orgs())::bigint[]));

-- 紧急借用 (条例 Art 42): in or out, given back in kind, filed with two authorities.
create schema borrowing;
grant usage on schema borrowing to zhuisu_app, zhuisu_auditor;
create table borrowing.loan (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  direction text not null check (direction in ('in', 'out')),
  partner text not null,
  partner_kind text not null check (partner_kind in ('hospital', 'wholesaler')),
  reason text not null,
  location_id bigint not null,
  -- units of these drugs that the hospital itself had at that moment
  own_units bigint not null check (own_units >= 0),
  return_on date,
  movement_id bigint not null,
  handled_by bigint not null,
  witnessed_by bigint not null,
  borrowed_at timestamptz not null,
  filing_due_at timestamptz not null,
  primary key (org_id, id),
  constraint loan_no unique (org_id, no),
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, movement_id) references ledger.movement (org_id, id) on delete restrict
);
create index loan_time on borrowing.loan (org_id, borrowed_at desc, id desc);
call core.tenant_table('borrowing.loan');

create table borrowing.giving_back (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  loan_id bigint not null,
  movement_id bigint not null,
  handled_by bigint not null,
  witnessed_by bigint not null,
  returned_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, loan_id) references borrowing.loan (org_id, id) on delete restrict,
  foreign key (org_id, movement_id) references ledger.movement (org_id, id) on delete restrict
);
create index giving_back_loan on borrowing.giving_back (org_id, loan_id);
call core.tenant_table('borrowing.giving_back');

create table borrowing.filing (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  loan_id bigint not null,
  receiver text not null check (receiver in ('drugAdmin', 'health')),
  filing_no text not null,
  filed_by bigint not null,
  filed_at timestamptz not null,
  primary key (org_id, id),
  constraint filing_once unique (org_id, loan_id, receiver),
  foreign key (org_id, loan_id) references borrowing.loan (org_id, id) on delete restrict,
  foreign key (org_id, filed_by) references identity.app_user (org_id, id) on delete restrict
);
call core.tenant_table('borrowing.filing');

-- What is still owed of a loan, drug by drug; a posting that was taken back counts no more.
create view borrowing.owed with (security_invoker = true) as
  select l.org_id, l.id as loan_id, e.drug_id,
    sum(case when m.id = l.movement_id then e.quantity else -e.quantity end)::bigint as units
  from borrowing.loan l
  join ledger.movement m on m.org_id = l.org_id and (m.id = l.movement_id
    or m.id in (select g.movement_id from borrowing.giving_back g where g.org_id = l.org_id and g.loan_id = l.id))
  join ledger.entry e on e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at
  join ledger.account a on a.org_id = e.org_id and a.id in (e.source_id, e.destination_id) and a.kind = 'borrowed'
  where not exists (select from ledger.movement b where b.org_id = m.org_id and b.reverses_id = m.id)
  group by l.org_id, l.id, e.drug_id;
grant select on borrowing.owed to zhuisu_app, zhuisu_auditor;

-- D57: a lot that has lain in a place for a day after it expired is told once, not every hour.
create table quarantine.overdue (
  org_id bigint not null references identity.org (id) on delete restrict,
  account_id bigint not null,
  lot_id bigint not null,
  raised_at timestamptz not null,
  primary key (org_id, account_id, lot_id),
  foreign key (org_id, account_id) references ledger.account (org_id, id) on delete restrict,
  foreign key (org_id, lot_id) references ledger.lot (org_id, id) on delete restrict
);
call core.tenant_table('quarantine.overdue');
