-- The ground: tenancy, idempotency, evidence files, events.

create schema core;
create schema audit;
create schema files;
create schema identity;
grant usage on schema core, audit, files, identity to zhuisu_app, zhuisu_auditor, zhuisu_lookup;
grant create on schema core, identity to zhuisu_lookup;

-- The tenant of this transaction. Raises where none was named: silence would look like an empty hospital.
create function core.current_org() returns bigint language sql stable
  as $$ select current_setting('app.org_id')::bigint $$;

-- Organisations are the platform's, not a tenant's: everybody may know that a hospital exists.
create table identity.org (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('institution', 'authority')),
  code text not null unique,
  name text not null,
  grade text,
  region text not null,
  -- authorities form a tree: province, city, county
  parent_id bigint references identity.org (id) on delete restrict,
  created_at timestamptz not null default now()
);
-- Several authorities (卫健, 药监, 医保, 公安) watch one institution side by side.
create table identity.supervision (
  authority_id bigint not null references identity.org (id) on delete restrict,
  institution_id bigint not null references identity.org (id) on delete restrict,
  primary key (authority_id, institution_id)
);
-- The closure: who may read whom. Kept by trigger so that a policy needs one index look-up.
create table identity.readable (
  reader_id bigint not null references identity.org (id) on delete restrict,
  org_id bigint not null references identity.org (id) on delete restrict,
  primary key (reader_id, org_id)
);
create function identity.refresh_readable() returns trigger language plpgsql as $$
begin
  delete from identity.readable;
  insert into identity.readable (reader_id, org_id)
  with recursive below (reader_id, authority_id) as (
    select id, id from identity.org where kind = 'authority'
    union
    select b.reader_id, o.id from below b join identity.org o on o.parent_id = b.authority_id
  )
  select id, id from identity.org
  union
  select b.reader_id, s.institution_id from below b join identity.supervision s on s.authority_id = b.authority_id;
  return null;
end $$;
create trigger readable_of_org after insert or update on identity.org
  for each statement execute function identity.refresh_readable();
create trigger readable_of_supervision after insert or update or delete on identity.supervision
  for each statement execute function identity.refresh_readable();
grant select on identity.org, identity.supervision, identity.readable to zhuisu_app, zhuisu_auditor, zhuisu_lookup;

-- One array per statement, computed once (an init plan): the form of the policy decides the speed.
create function core.readable_orgs() returns bigint[] language sql stable
  as $$ select array_agg(org_id) from identity.readable where reader_id = core.current_org() $$;

-- Every tenant table gets the same walls through this one procedure.
--   p_update  the columns the program may change (null: none)
create procedure core.tenant_table(p_table regclass, p_update text default null, p_delete boolean default false)
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', p_table);
  execute format('alter table %s force row level security', p_table);
  execute format('create policy tenant_select on %s for select to zhuisu_app using (org_id = any ((select core.readable_orgs())::bigint[]))', p_table);
  execute format('create policy tenant_insert on %s for insert to zhuisu_app with check (org_id = (select core.current_org()))', p_table);
  execute format('create policy auditor_select on %s for select to zhuisu_auditor using (true)', p_table);
  execute format('grant select, insert on %s to zhuisu_app', p_table);
  execute format('grant select on %s to zhuisu_auditor', p_table);
  if p_update is not null then
    execute format('create policy tenant_update on %s for update to zhuisu_app using (org_id = (select core.current_org())) with check (org_id = (select core.current_org()))', p_table);
    execute format('grant update (%s) on %s to zhuisu_app', p_update, p_table);
  end if;
  if p_delete then
    execute format('create policy tenant_delete on %s for delete to zhuisu_app using (org_id = (select core.current_org()))', p_table);
    execute format('grant delete on %s to zhuisu_app', p_table);
  end if;
end $$;

-- A request sent again gets the first answer again.
create table core.idempotency (
  org_id bigint not null references identity.org (id) on delete restrict,
  user_id bigint not null,
  key text not null check (length(key) between 8 and 100),
  endpoint text not null,
  input_hash bytea not null,
  reply jsonb,
  created_at timestamptz not null,
  primary key (org_id, user_id, key)
);
create index idempotency_age on core.idempotency (created_at);
call core.tenant_table('core.idempotency', 'reply', true);

-- Document numbers: one gapless counter per tenant, kind and day (CG-20261123-02).
create table core.document_number (
  org_id bigint not null references identity.org (id) on delete restrict,
  prefix text not null,
  day date not null,
  last int not null,
  primary key (org_id, prefix, day)
);
call core.tenant_table('core.document_number', 'last');

-- Events: the exact bytes that are hashed, for ever. Partitioned by month; partitions are made ahead of time.
create sequence audit.event_id;
grant usage on sequence audit.event_id to zhuisu_app;
create table audit.event (
  org_id bigint not null,
  id bigint not null,
  recorded_at timestamptz not null,
  type text not null,
  subject_kind text,
  subject_id bigint,
  actor_id bigint,
  witness_id bigint,
  bytes bytea not null,
  hash bytea not null check (length(hash) = 32),
  -- lets a follower read only below the oldest running transaction
  tx xid8 not null default pg_current_xact_id(),
  primary key (org_id, id, recorded_at)
) partition by range (recorded_at);
-- followers read in this order: a transaction id below the oldest running one can gain no more rows
create index event_order on audit.event (tx, id);
create index event_subject on audit.event (org_id, subject_kind, subject_id);
call core.tenant_table('audit.event');

-- Salts open the commitments in the bytes. Erasing a salt erases the personal data from the proof.
create table audit.salt (
  org_id bigint not null references identity.org (id) on delete restrict,
  event_id bigint not null,
  field text not null,
  salt bytea not null check (length(salt) = 16),
  primary key (org_id, event_id, field)
);
call core.tenant_table('audit.salt', null, true);

-- Refusals that matter are kept although their transaction rolled back.
create table audit.refusal (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  recorded_at timestamptz not null,
  user_id bigint,
  endpoint text not null,
  code text not null,
  facts jsonb not null,
  primary key (org_id, id)
);
create index refusal_time on audit.refusal (org_id, recorded_at desc);
call core.tenant_table('audit.refusal');

-- Evidence: bytes live in the file store under their hash; this row says who brought them, when.
create table files.evidence (
  org_id bigint not null references identity.org (id) on delete restrict,
  sha256 bytea not null check (length(sha256) = 32),
  mime text not null check (mime in ('image/jpeg', 'image/png')),
  bytes int not null check (bytes > 0),
  taken_at timestamptz not null,
  uploaded_at timestamptz not null,
  uploaded_by bigint not null,
  -- set when an act binds it; a photograph proves one act only
  bound_event_id bigint,
  bound_as text,
  primary key (org_id, sha256)
);
call core.tenant_table('files.evidence', 'bound_event_id, bound_as');

-- Partitions of the two tables that grow for ever. Called at start and by the daily clock.
create procedure core.make_partitions(p_from date, p_months int) language plpgsql as $$
declare m date; t text;
begin
  for i in 0 .. p_months - 1 loop
    m := date_trunc('month', p_from)::date + make_interval(months => i);
    foreach t in array array['audit.event', 'ledger.entry'] loop
      execute format('create table if not exists %s_%s partition of %s for values from (%L) to (%L)',
        t, to_char(m, 'YYYYMM'), t, m::timestamptz, (m + interval '1 month')::date::timestamptz);
    end loop;
  end loop;
end $$;

-- How far each follower has read: transaction id, then event id.
create table core.follower (
  name text primary key,
  tx xid8 not null,
  event_id bigint not null,
  moved_at timestamptz not null
);
grant select, insert, update on core.follower to zhuisu_app;
grant select on core.follower to zhuisu_auditor;
