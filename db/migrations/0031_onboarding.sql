-- 入驻: who wants to work here applies to an authority that is here already, and that authority makes the organisation.

create schema onboarding;
grant usage on schema onboarding to zhuisu_app, zhuisu_auditor, zhuisu_lookup, zhuisu_ledger;
grant create on schema onboarding to zhuisu_lookup, zhuisu_ledger;

-- What an organisation is registered under; empty for those that were made by a script.
alter table identity.org add column credit_code text, add column licence_no text;
alter table identity.org add constraint org_licence_no unique (licence_no);
create index org_credit_code on identity.org (credit_code);

-- One sequence for the number of an application and for the code of the organisation that comes of it.
create sequence onboarding.number start 100001;
grant usage on sequence onboarding.number to zhuisu_app;

-- An application has the tenant of the authority that it is addressed to: before there is an organisation, it is a paper on
-- that authority's desk. Whoever applies is nobody, and proves himself by number and query code (decision 0027).
create table onboarding.application (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  kind text not null check (kind in ('institution', 'authority')),
  no text not null,
  -- what will follow the @ of its accounts
  org_code text not null,
  query_hash bytea not null check (length(query_hash) = 32),
  state text not null check (state in ('draft', 'submitted', 'returned', 'rejected', 'withdrawn', 'approved')),
  version int not null check (version between 1 and 1000),
  name text not null,
  credit_code text,
  head text,
  phone text,
  region text,
  address text,
  ownership text check (ownership in ('public', 'private')),
  grade text,
  licence_no text,
  licence_from date,
  licence_to date,
  admin_name text,
  -- without the @ and what follows it
  admin_account text,
  -- gone once nobody can need it
  admin_password text,
  from_address text not null,
  created_at timestamptz not null,
  saved_at timestamptz not null,
  submitted_at timestamptz,
  -- the organisation that came of it; no foreign key, because keys start with org_id
  founded_id bigint,
  primary key (org_id, id),
  constraint application_no unique (no),
  constraint application_org_code unique (org_code),
  constraint application_founded check ((state = 'approved') = (founded_id is not null)),
  constraint application_secret check (state in ('draft', 'submitted', 'returned') or admin_password is null),
  constraint application_whole check (state in ('draft', 'returned', 'withdrawn') or (submitted_at is not null and
    credit_code is not null and head is not null and phone is not null and region is not null and address is not null
    and admin_name is not null and admin_account is not null
    and (kind = 'authority' or (ownership is not null and grade is not null and licence_no is not null
      and licence_from is not null and licence_to is not null))))
);
create index application_state on onboarding.application (org_id, state, submitted_at);
create index application_address on onboarding.application (from_address, created_at);
create index application_credit on onboarding.application (credit_code);
create index application_licence on onboarding.application (licence_no);
create index application_abandoned on onboarding.application (saved_at) where submitted_at is null;
call core.tenant_table('onboarding.application',
  'state, version, name, credit_code, head, phone, region, address, ownership, grade, licence_no, licence_from, licence_to,'
  ' admin_name, admin_account, admin_password, saved_at, submitted_at');
-- It begins as a draft; the program cannot write an approved one, because it may not write founded_id at all.
create policy application_begins on onboarding.application as restrictive for insert to zhuisu_app
  with check (state = 'draft' and submitted_at is null and founded_id is null);

-- The copies that were handed in. They lie beside the row and not in the store of photographs: what a stranger brought goes
-- with the draft that he abandoned.
create table onboarding.paper (
  org_id bigint not null references identity.org (id) on delete restrict,
  application_id bigint not null,
  kind text not null check (kind in ('licence', 'business', 'mandate')),
  mime text not null check (mime in ('image/jpeg', 'image/png')),
  content bytea not null check (length(content) between 1 and 512000),
  sha256 bytea not null check (length(sha256) = 32),
  primary key (org_id, application_id, kind),
  foreign key (org_id, application_id) references onboarding.application (org_id, id) on delete restrict
);
call core.tenant_table('onboarding.paper', 'mime, content, sha256');

-- What became of it, from the first hand-in on. user_id is null where the applicant acted.
create table onboarding.step (
  org_id bigint not null references identity.org (id) on delete restrict,
  application_id bigint not null,
  n int not null check (n between 1 and 1000),
  what text not null check (what in ('submitted', 'returned', 'rejected', 'withdrawn', 'approved')),
  at timestamptz not null,
  user_id bigint,
  reason text,
  primary key (org_id, application_id, n),
  check ((user_id is null) = (what in ('submitted', 'withdrawn'))),
  check ((reason is not null) = (what in ('returned', 'rejected'))),
  foreign key (org_id, application_id) references onboarding.application (org_id, id) on delete restrict,
  foreign key (org_id, user_id) references identity.app_user (org_id, id) on delete restrict
);
call core.tenant_table('onboarding.step');

-- What must be looked up before a tenant is known, or across tenants; each answer is as narrow as its question.
create policy lookup_application on onboarding.application for select to zhuisu_lookup using (true);
grant select (org_id, id, no, query_hash, state, from_address, created_at, submitted_at, credit_code, licence_no)
  on onboarding.application to zhuisu_lookup;

-- Whose desk a number lies on. Whether the code is right is compared by the program, in constant time.
create function onboarding.applicant(p_no text) returns table (org_id bigint, id bigint, query_hash bytea)
language sql stable security definer set search_path = pg_catalog as $$
  select org_id, id, query_hash from onboarding.application where no = p_no
$$;
-- How many applications one address began since then, and how many on the whole platform still want work.
create function onboarding.load(p_address text, p_since timestamptz) returns table (by_address bigint, open bigint)
language sql stable security definer set search_path = pg_catalog as $$
  select (select count(*) from onboarding.application where from_address = p_address and created_at > p_since),
    (select count(*) from onboarding.application where state in ('draft', 'submitted', 'returned'))
$$;
-- The same credit code or licence in other hands that were given in: who has it on the desk and how it stands, nothing else.
create function onboarding.twins(p_id bigint)
returns table (no text, authority text, state text, same_credit boolean, same_licence boolean)
language sql stable security definer set search_path = pg_catalog as $$
  select case when t.org_id = a.org_id then t.no end, o.name, t.state, coalesce(t.credit_code = a.credit_code, false),
    coalesce(t.licence_no = a.licence_no, false)
  from onboarding.application a
  join onboarding.application t on t.id <> a.id and (t.credit_code = a.credit_code or t.licence_no = a.licence_no)
  join identity.org o on o.id = t.org_id
  where a.org_id = core.current_org() and a.id = p_id and t.submitted_at is not null and t.state in ('submitted', 'returned', 'rejected')
  order by t.submitted_at desc limit 20
$$;
alter function onboarding.applicant owner to zhuisu_lookup;
alter function onboarding.load owner to zhuisu_lookup;
alter function onboarding.twins owner to zhuisu_lookup;
revoke execute on function onboarding.applicant, onboarding.load, onboarding.twins from public;
grant execute on function onboarding.applicant, onboarding.load, onboarding.twins to zhuisu_app;

-- The only way to an organisation but the owner's own: out of an application that lies, handed in, on the desk of the
-- authority that this transaction named. It makes the organisation and who watches it; its roles and its first person are
-- written by the program in the new tenant. Answers null where there is no such application.
create function onboarding.found(p_id bigint, p_at timestamptz) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare a record; founded bigint;
begin
  -- The closure of who reads whom is made anew below: one at a time.
  perform pg_advisory_xact_lock(hashtext('onboarding.found'));
  select p.* into a from onboarding.application p join identity.org o on o.id = p.org_id and o.kind = 'authority'
  where p.org_id = core.current_org() and p.id = p_id and p.state = 'submitted' for update of p;
  if not found then return null; end if;
  insert into identity.org (kind, code, name, grade, region, parent_id, credit_code, licence_no, created_at)
  values (a.kind, a.org_code, a.name, a.grade, a.region, case a.kind when 'authority' then a.org_id end, a.credit_code, a.licence_no, p_at)
  returning id into founded;
  if a.kind = 'institution' then
    insert into identity.supervision (authority_id, institution_id) values (a.org_id, founded);
  end if;
  update onboarding.application
  set state = 'approved', founded_id = founded, admin_password = null, version = a.version + 1, saved_at = p_at
  where org_id = a.org_id and id = a.id;
  return founded;
end $$;
alter function onboarding.found owner to zhuisu_ledger;
revoke execute on function onboarding.found from public;
grant execute on function onboarding.found to zhuisu_app;
revoke create on schema onboarding from zhuisu_lookup, zhuisu_ledger;
create policy ledger_founds on onboarding.application for update to zhuisu_ledger
  using (org_id = core.current_org()) with check (org_id = core.current_org());
create policy ledger_look on onboarding.application for select to zhuisu_ledger using (true);
grant select, update (state, founded_id, admin_password, version, saved_at) on onboarding.application to zhuisu_ledger;
grant select, insert on identity.org, identity.supervision to zhuisu_ledger;
grant select, insert, delete on identity.readable to zhuisu_ledger;

-- Drafts that nobody handed in are cleared thirty days after they were last touched, with their papers.
create policy ledger_tidy on onboarding.application for delete to zhuisu_ledger using (submitted_at is null);
create policy ledger_tidy on onboarding.paper for delete to zhuisu_ledger using (true);
create policy ledger_look on onboarding.paper for select to zhuisu_ledger using (true);
grant delete on onboarding.application to zhuisu_ledger;
grant select, delete on onboarding.paper to zhuisu_ledger;
alter table core.tidied drop constraint tidied_what_check;
alter table core.tidied add constraint tidied_what_check check (what in
  ('answer', 'unusedSignature', 'session', 'signInAttempt', 'ledgerCheck', 'draftPaper', 'draftApplication'));
create or replace function core.tidy(p_now timestamptz, p_limit int) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare k record; n bigint; gone bigint := 0;
begin
  for k in select * from (values
      ('answer', 'core.idempotency', 'created_at < $1', interval '2 days'),
      ('unusedSignature', 'identity.attestation', 'used_at is null and expires_at < $1', interval '7 days'),
      ('session', 'identity.session', 'expires_at < $1', interval '400 days'),
      ('signInAttempt', 'identity.sign_in_attempt', 'at < $1', interval '400 days'),
      ('ledgerCheck', 'ledger.check_run', 'checked_at < $1', interval '400 days'),
      ('draftPaper', 'onboarding.paper', 'exists (select from onboarding.application a where a.org_id = paper.org_id
        and a.id = paper.application_id and a.submitted_at is null and a.saved_at < $1)', interval '30 days'),
      ('draftApplication', 'onboarding.application', 'submitted_at is null and saved_at < $1 and not exists (
        select from onboarding.paper p where p.org_id = application.org_id and p.application_id = application.id)', interval '30 days')
    ) as v (what, tab, over, kept) loop
    execute format('delete from %1$s where ctid = any (array(select ctid from %1$s where %2$s limit $2))', k.tab, k.over)
      using p_now - k.kept, p_limit;
    get diagnostics n = row_count;
    continue when n = 0;
    gone := gone + n;
    insert into core.tidied as t (day, what, rows, before, last_at)
    values ((p_now at time zone 'Asia/Shanghai')::date, k.what, n, p_now - k.kept, p_now)
    on conflict (day, what) do update
      set rows = t.rows + excluded.rows, before = greatest(t.before, excluded.before), last_at = greatest(t.last_at, excluded.last_at);
  end loop;
  return gone;
end $$;
