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
    raise exception 'on legal hold: % %', tg_argv[0], to_jsonb(old) ->> tg_argv[1] using errcode = 'ZS002';
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
