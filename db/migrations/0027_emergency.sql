-- 抢救用药: out of a place into a hand before there is an order; the order is matched to it afterwards (病历书写基本规范 Art 22).
alter table issue.issue drop constraint issue_kind_check;
alter table issue.issue add constraint issue_kind_check check (kind in ('surgery', 'prescription', 'emergency'));
alter table issue.issue add column rescue_reason text check (rescue_reason in ('arrest', 'trauma', 'obstetric', 'airway', 'other'));
alter table issue.issue add column rescue_note text;
-- until when the order is owed
alter table issue.issue add column order_due_at timestamptz;
alter table issue.issue add constraint issue_rescue
  check ((kind = 'emergency') = (rescue_reason is not null) and (kind = 'emergency') = (order_due_at is not null));
create index issue_rescue_time on issue.issue (org_id, issued_at) where kind = 'emergency';

create schema emergency;
grant usage on schema emergency to zhuisu_app, zhuisu_auditor;

-- What was ordered by word of mouth stands on paper now: a prescription of ours, or an order kept elsewhere that its doctor signed for.
create table emergency.order_match (
  org_id bigint not null references identity.org (id) on delete restrict,
  issue_id bigint not null,
  prescription_id bigint,
  order_no text,
  -- why another doctor wrote it than gave the word
  doctor_reason text,
  matched_by bigint not null,
  confirmed_by bigint,
  matched_at timestamptz not null,
  primary key (org_id, issue_id),
  check ((prescription_id is null) <> (order_no is null) and (order_no is null) = (confirmed_by is null)),
  foreign key (org_id, issue_id) references issue.issue (org_id, id) on delete restrict,
  foreign key (org_id, prescription_id) references prescription.prescription (org_id, id) on delete restrict,
  foreign key (org_id, matched_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, confirmed_by) references identity.app_user (org_id, id) on delete restrict
);
create unique index order_match_prescription on emergency.order_match (org_id, prescription_id) where prescription_id is not null;
call core.tenant_table('emergency.order_match');

-- Every rescue that was not taken back, and where its order stands.
create view emergency.standing with (security_invoker = true) as
  select i.org_id, i.id as issue_id, i.no, i.ref_no, i.location_id, i.holder_id, i.doctor_id, i.issued_by, i.issued_at, i.order_due_at,
    i.rescue_reason, m.matched_at, m.prescription_id, m.order_no, m.doctor_reason, m.matched_by, m.confirmed_by
  from issue.issue i
  left join emergency.order_match m on m.org_id = i.org_id and m.issue_id = i.id
  where i.kind = 'emergency' and not exists (
    select from ledger.movement v join ledger.movement r on r.org_id = v.org_id and r.reverses_id = v.id
    where v.org_id = i.org_id and v.cause_kind = 'issue' and v.cause_id = i.id and v.kind = 'issue');
grant select on emergency.standing to zhuisu_app, zhuisu_auditor;

-- A prescription that was written for a rescue is filled by it.
create or replace view prescription.filled with (security_invoker = true) as
  select d.org_id, d.prescription_id, 'dispense' as kind, d.id, d.no, d.dispensed_at as at, d.dispensed_by, d.checked_by, d.location_id,
    d.movement_id
  from prescription.dispense d
  where not exists (select from ledger.movement r where r.org_id = d.org_id and r.reverses_id = d.movement_id)
  union all
  select i.org_id, i.prescription_id, 'issue', i.id, i.no, i.issued_at, i.issued_by, i.checked_by, i.location_id, m.id
  from issue.issue i
  join ledger.movement m on m.org_id = i.org_id and m.cause_kind = 'issue' and m.cause_id = i.id and m.kind = 'issue' and m.reverses_id is null
  where i.prescription_id is not null
    and not exists (select from ledger.movement r where r.org_id = m.org_id and r.reverses_id = m.id)
  union all
  select i.org_id, x.prescription_id, 'issue', i.id, i.no, i.issued_at, i.issued_by, i.checked_by, i.location_id, m.id
  from emergency.order_match x
  join issue.issue i on i.org_id = x.org_id and i.id = x.issue_id
  join ledger.movement m on m.org_id = i.org_id and m.cause_kind = 'issue' and m.cause_id = i.id and m.kind = 'issue' and m.reverses_id is null
  where x.prescription_id is not null
    and not exists (select from ledger.movement r where r.org_id = m.org_id and r.reverses_id = m.id);
