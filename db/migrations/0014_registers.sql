-- Registers and reports read by kind and time; retention: rules of one's own, destruction after the term.

-- A register is the movements of one kind in the order of their record.
create index movement_kind on ledger.movement (org_id, kind, recorded_at, id);
-- R14: lots by their expiry.
create index lot_expiry on ledger.lot (org_id, expiry);

create schema retention;
grant usage on schema retention to zhuisu_app, zhuisu_auditor, zhuisu_ledger;

-- What an organisation keeps longer than the law asks. The latest day of all rules counts, so a row here can never shorten.
create table retention.rule (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  record text not null check (record in ('book', 'register', 'prescriptionNarcotic', 'prescriptionSecond', 'prescriptionOrdinary', 'loop', 'log')),
  base text not null check (base in ('expiry', 'day')),
  years int not null check (years between 1 and 100),
  basis text not null,
  valid_from date not null,
  ended_on date,
  created_by bigint not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, created_by) references identity.app_user (org_id, id) on delete restrict
);
call core.tenant_table('retention.rule', 'ended_on');

-- 保存期满销毁: applied for, approved by the head, done before a witness. What was destroyed stays listed.
create table retention.batch (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  record text not null check (record in ('register', 'prescriptionNarcotic', 'prescriptionSecond')),
  reason text not null,
  list_hash bytea not null check (length(list_hash) = 32),
  applied_by bigint not null,
  applied_at timestamptz not null,
  approved_by bigint,
  approved_at timestamptz,
  rejected_by bigint,
  rejected_at timestamptz,
  reject_reason text,
  executed_by bigint,
  witnessed_by bigint,
  executed_at timestamptz,
  method text,
  place text,
  primary key (org_id, id),
  constraint retention_batch_no unique (org_id, no),
  check (approved_by is null or rejected_by is null),
  check (executed_at is null or approved_at is not null),
  check (applied_by <> approved_by and executed_by <> approved_by and executed_by <> witnessed_by and executed_by <> applied_by),
  foreign key (org_id, applied_by) references identity.app_user (org_id, id) on delete restrict
);
create index retention_batch_time on retention.batch (org_id, applied_at desc);
call core.tenant_table('retention.batch', 'approved_by, approved_at, rejected_by, rejected_at, reject_reason, executed_by, witnessed_by, executed_at, method, place');

create table retention.item (
  org_id bigint not null references identity.org (id) on delete restrict,
  batch_id bigint not null,
  kind text not null check (kind in ('issue', 'prescription')),
  subject_id bigint not null,
  no text not null,
  day date not null,
  keep_until date not null,
  -- null: still there, because it was put on hold after the list was made
  erased_at timestamptz,
  primary key (org_id, batch_id, kind, subject_id),
  foreign key (org_id, batch_id) references retention.batch (org_id, id) on delete restrict
);
create index retention_item_subject on retention.item (org_id, kind, subject_id);
call core.tenant_table('retention.item');

-- The only way by which personal data leaves the rows: what a batch lists, after its approval, past its day and not on
-- hold. Names, numbers and diagnoses go, and the salts with them; movements, entries, events and their hashes stay, so that
-- the books still prove themselves and say nothing about anybody. Returns what was erased.
create function retention.erase(p_org bigint, p_batch bigint, p_at timestamptz) returns table (kind text, subject_id bigint)
language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
begin
  perform core.require_tenant(p_org);
  if not exists (select from retention.batch b
    where b.org_id = p_org and b.id = p_batch and b.approved_at is not null and b.executed_at = p_at) then
    raise exception 'a batch is erased once, when it is carried out';
  end if;
  return query
    with due as (
      update retention.item i set erased_at = p_at
      where i.org_id = p_org and i.batch_id = p_batch and i.erased_at is null
        and i.keep_until < (p_at at time zone 'Asia/Shanghai')::date and not core.on_hold(p_org, i.kind, i.subject_id::text)
      returning i.kind, i.subject_id),
    issues as (
      update issue.issue x set patient_name = '已销毁', record_no = '已销毁', patient_id_no = null, diagnosis = '已销毁'
      from due d where d.kind = 'issue' and x.org_id = p_org and x.id = d.subject_id),
    prescriptions as (
      update prescription.prescription x set patient_name = '已销毁', record_no = '已销毁', patient_id_no = null, agent_name = null,
        agent_id_no = null, diagnosis = '已销毁'
      from due d where d.kind = 'prescription' and x.org_id = p_org and x.id = d.subject_id),
    salts as (
      delete from audit.salt s using due d, audit.event e
      where e.org_id = p_org and e.subject_kind = d.kind and e.subject_id = d.subject_id
        and s.org_id = p_org and s.event_id = e.id and not core.on_hold(p_org, 'event', e.id::text))
    select d.kind, d.subject_id from due d;
end $$;
grant create on schema retention to zhuisu_ledger;
alter function retention.erase owner to zhuisu_ledger;
revoke create on schema retention from zhuisu_ledger;
revoke execute on function retention.erase from public;
grant execute on function retention.erase to zhuisu_app;
grant usage on schema issue, prescription, identity to zhuisu_ledger;
grant execute on function core.on_hold to zhuisu_ledger;
do $$
declare t text;
begin
  foreach t in array array['retention.batch', 'retention.item', 'issue.issue', 'prescription.prescription'] loop
    execute format('create policy ledger_all on %s to zhuisu_ledger using (true) with check (true)', t);
    execute format('grant select on %s to zhuisu_ledger', t);
  end loop;
end $$;
grant update (erased_at) on retention.item to zhuisu_ledger;
grant update (patient_name, record_no, patient_id_no, diagnosis) on issue.issue to zhuisu_ledger;
grant update (patient_name, record_no, patient_id_no, agent_name, agent_id_no, diagnosis) on prescription.prescription to zhuisu_ledger;
-- A salt opens what somebody's name was committed to: the program itself can no longer remove one.
grant delete on audit.salt to zhuisu_ledger;
revoke delete on audit.salt from zhuisu_app;
