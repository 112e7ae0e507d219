-- People, what they may do, what they are qualified for, and how they prove who they are.

create table identity.department (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  code text not null,
  name text not null,
  parent_id bigint,
  primary key (org_id, id),
  constraint department_code unique (org_id, code),
  foreign key (org_id, parent_id) references identity.department (org_id, id) on delete restrict
);
call core.tenant_table('identity.department', 'code, name, parent_id');

create table identity.app_user (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  -- typed at sign-in, unique on the whole platform: wangxuemei@lushan
  account text not null,
  name text not null,
  title text not null,
  department_id bigint,
  password_hash text not null,
  card_hash bytea,
  pin_hash text,
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (org_id, id),
  constraint user_account unique (account),
  constraint user_card unique (card_hash),
  foreign key (org_id, department_id) references identity.department (org_id, id) on delete restrict
);
call core.tenant_table('identity.app_user', 'name, title, department_id, password_hash, card_hash, pin_hash, disabled_at');

create table identity.role (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  code text not null,
  name text not null,
  permissions text[] not null,
  primary key (org_id, id),
  constraint role_code unique (org_id, code)
);
call core.tenant_table('identity.role', 'name, permissions');

create table identity.user_role (
  org_id bigint not null references identity.org (id) on delete restrict,
  user_id bigint not null,
  role_id bigint not null,
  primary key (org_id, user_id, role_id),
  foreign key (org_id, user_id) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, role_id) references identity.role (org_id, id) on delete restrict
);
call core.tenant_table('identity.user_role', null, true);

create table identity.qualification (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  user_id bigint not null,
  type text not null check (type in ('prescribe', 'dispense', 'handle')),
  certificate_no text,
  valid_from date not null,
  valid_to date not null,
  revoked_at timestamptz,
  revoked_reason text,
  primary key (org_id, id),
  check (valid_to > valid_from),
  foreign key (org_id, user_id) references identity.app_user (org_id, id) on delete restrict
);
create index qualification_user on identity.qualification (org_id, user_id, type);
call core.tenant_table('identity.qualification', 'revoked_at, revoked_reason');

create table identity.session (
  token_hash bytea primary key check (length(token_hash) = 32),
  org_id bigint not null references identity.org (id) on delete restrict,
  user_id bigint not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  foreign key (org_id, user_id) references identity.app_user (org_id, id) on delete restrict
);
create index session_of_user on identity.session (org_id, user_id);
call core.tenant_table('identity.session', 'seen_at, ended_at');

-- Sign-in attempts are counted by account and by address, before any tenant is known.
create table identity.sign_in_attempt (
  id bigint generated always as identity primary key,
  account_key bytea not null,
  address text not null,
  at timestamptz not null,
  ok boolean not null
);
create index attempt_account on identity.sign_in_attempt (account_key, at);
create index attempt_address on identity.sign_in_attempt (address, at);

-- 在场 and 已签
create table identity.attestation (
  org_id bigint not null references identity.org (id) on delete restrict,
  token_hash bytea not null check (length(token_hash) = 32),
  endpoint text not null,
  input_hash bytea not null check (length(input_hash) = 32),
  actor_id bigint not null,
  witness_id bigint not null,
  method text not null,
  signed_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (org_id, token_hash),
  check (witness_id <> actor_id),
  foreign key (org_id, witness_id) references identity.app_user (org_id, id) on delete restrict
);
call core.tenant_table('identity.attestation', 'used_at');

-- The few look-ups that must cross tenants, each as narrow as its purpose.
create policy lookup_session on identity.session for select to zhuisu_lookup using (true);
create policy lookup_user on identity.app_user for select to zhuisu_lookup using (true);
create policy lookup_role on identity.role for select to zhuisu_lookup using (true);
create policy lookup_user_role on identity.user_role for select to zhuisu_lookup using (true);
grant select on identity.session, identity.app_user, identity.role, identity.user_role to zhuisu_lookup;
grant select, insert on identity.sign_in_attempt to zhuisu_lookup;
grant usage on sequence identity.sign_in_attempt_id_seq to zhuisu_lookup;

-- Names the tenant of this transaction from the session cookie; no row: not signed in.
create function identity.open_session(p_token_hash bytea, p_now timestamptz, p_idle interval)
returns table (org_id bigint, user_id bigint, name text, title text, seen_at timestamptz, permissions text[])
language plpgsql security definer set search_path = pg_catalog as $$
declare r record;
begin
  select s.org_id as org, s.user_id as usr, s.seen_at as seen, u.name as uname, u.title as utitle into r
  from identity.session s join identity.app_user u on u.org_id = s.org_id and u.id = s.user_id
  where s.token_hash = p_token_hash and s.ended_at is null and s.expires_at > p_now
    and s.seen_at > p_now - p_idle and u.disabled_at is null;
  if not found then return; end if;
  perform set_config('app.org_id', r.org::text, true);
  return query select r.org, r.usr, r.uname, r.utitle, r.seen,
    (select coalesce(array_agg(distinct p), '{}') from identity.user_role ur
       join identity.role ro on ro.org_id = ur.org_id and ro.id = ur.role_id, unnest(ro.permissions) p
      where ur.org_id = r.org and ur.user_id = r.usr);
end $$;

-- What sign-in needs to check a credential: by account, or by the hash of a card number.
create function identity.credential_of(p_account text, p_card_hash bytea)
returns table (org_id bigint, user_id bigint, name text, title text, password_hash text, pin_hash text, disabled boolean)
language sql stable security definer set search_path = pg_catalog as $$
  select org_id, id, name, title, password_hash, pin_hash, disabled_at is not null from identity.app_user
  where account = p_account or card_hash = p_card_hash
$$;

-- Failures within the window: by account and by address.
create function identity.recent_failures(p_account_key bytea, p_address text, p_since timestamptz)
returns table (by_account bigint, by_address bigint, oldest timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
  with last_ok as (select coalesce(max(at), '-infinity') at from identity.sign_in_attempt where account_key = p_account_key and ok)
  select count(*) filter (where account_key = p_account_key and at > (select at from last_ok)),
         count(*) filter (where address = p_address), min(at)
  from identity.sign_in_attempt
  where at > p_since and not ok and (account_key = p_account_key or address = p_address)
$$;
create function identity.note_attempt(p_account_key bytea, p_address text, p_at timestamptz, p_ok boolean)
returns void language sql security definer set search_path = pg_catalog as $$
  insert into identity.sign_in_attempt (account_key, address, at, ok) values (p_account_key, p_address, p_at, p_ok)
$$;
alter function identity.open_session owner to zhuisu_lookup;
alter function identity.credential_of owner to zhuisu_lookup;
alter function identity.recent_failures owner to zhuisu_lookup;
alter function identity.note_attempt owner to zhuisu_lookup;
revoke execute on function identity.open_session, identity.credential_of, identity.recent_failures, identity.note_attempt from public;
grant execute on function identity.open_session, identity.credential_of, identity.recent_failures, identity.note_attempt to zhuisu_app;
