-- Who may do what, where, with which class, until when; every change of it; and the training that it rests on.

-- 1. Scope of an assignment. Empty means everywhere, every class. Places are named by their accounts, which is what
--    the ledger moves between; an account is never deleted, so an array needs no key.
alter table identity.user_role
  add column classes text[] not null default '{}'
    check (classes <@ array['NAR', 'PS1', 'PS2', 'TOX', 'PRE', 'WAT']),
  add column accounts bigint[] not null default '{}' check (cardinality(accounts) <= 200);
create policy tenant_update on identity.user_role for update to zhuisu_app
  using (org_id = (select core.current_org())) with check (org_id = (select core.current_org()));
grant update (classes, accounts) on identity.user_role to zhuisu_app;
create index user_role_role on identity.user_role (org_id, role_id);

-- 2. Roles: those of the program follow its version; those of the organisation are its own, and can be stopped.
alter table identity.role
  add column standard boolean not null default false,
  add column stopped_at timestamptz;
grant update (stopped_at) on identity.role to zhuisu_app;
-- Forced policies hold for the owner, too; what exists by now was made by the program.
alter table identity.role no force row level security;
update identity.role set standard = true
where code in ('VAULT_KEEPER', 'DISPENSER', 'ANAESTHETIST', 'PRESCRIBER', 'NURSE', 'PHARMACY_HEAD', 'ADMIN', 'INSPECTOR');
alter table identity.role force row level security;

-- 3. 临时授权: a role for some hours or days. It lapses by itself: nothing runs, the request's own time decides.
create table identity.temporary_grant (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  user_id bigint not null,
  role_id bigint not null,
  classes text[] not null default '{}' check (classes <@ array['NAR', 'PS1', 'PS2', 'TOX', 'PRE', 'WAT']),
  accounts bigint[] not null default '{}' check (cardinality(accounts) <= 200),
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  reason text not null,
  approved_by bigint not null,
  approved_at timestamptz not null,
  ended_at timestamptz,
  ended_by bigint,
  ended_reason text,
  primary key (org_id, id),
  constraint temporary_grant_no unique (org_id, no),
  constraint temporary_grant_term check (valid_to > valid_from),
  -- nobody approves for himself, whatever the program does
  constraint temporary_grant_other check (approved_by <> user_id),
  foreign key (org_id, user_id) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, approved_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, role_id) references identity.role (org_id, id) on delete restrict
);
create index temporary_grant_user on identity.temporary_grant (org_id, user_id, valid_to);
call core.tenant_table('identity.temporary_grant', 'ended_at, ended_by, ended_reason');

-- 4. 授权变更: one row for each change of anybody's rights. It is only ever added to.
create table identity.access_change (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  at timestamptz not null,
  kind text not null check (kind in ('account', 'role', 'scope', 'temporary', 'qualification', 'secret', 'roleContent')),
  -- whom it concerns; null: everybody who holds the role
  user_id bigint,
  role_code text,
  -- who did it; null: a new version of the program
  actor_id bigint,
  -- in plain words as they were on the day: roles are renamed later
  before text,
  after text,
  reason text,
  event_id bigint,
  primary key (org_id, id),
  check (user_id is not null or role_code is not null),
  check ((actor_id is null) = (event_id is null)),
  foreign key (org_id, user_id) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, actor_id) references identity.app_user (org_id, id) on delete restrict
);
create index access_change_time on identity.access_change (org_id, at desc, id desc);
create index access_change_user on identity.access_change (org_id, user_id, at desc);
call core.tenant_table('identity.access_change');

-- Without a search path of their own, so that the planner can put them into the statement that calls them.
-- What somebody may do at an instant. One row for each live assignment, permanent or temporary.
create function identity.assignments_of(p_org bigint, p_user bigint, p_now timestamptz)
returns table (role_id bigint, code text, name text, permissions text[], classes text[], accounts bigint[], until timestamptz)
language sql stable as $$
  select r.id, r.code, r.name, r.permissions, ur.classes, ur.accounts, null::timestamptz
  from identity.user_role ur join identity.role r on r.org_id = ur.org_id and r.id = ur.role_id
  where ur.org_id = p_org and ur.user_id = p_user and r.stopped_at is null
  union all
  select r.id, r.code, r.name, r.permissions, g.classes, g.accounts, g.valid_to
  from identity.temporary_grant g join identity.role r on r.org_id = g.org_id and r.id = g.role_id
  where g.org_id = p_org and g.user_id = p_user and r.stopped_at is null
    and g.ended_at is null and g.valid_from <= p_now and g.valid_to > p_now
$$;

-- One row: all nodes, the qualifications of the day in China, and the scopes where any role is narrowed (null: none is).
create function identity.standing_of(p_org bigint, p_user bigint, p_now timestamptz)
returns table (permissions text[], qualified text[], scopes jsonb)
language sql stable as $$
  with a as materialized (select * from identity.assignments_of(p_org, p_user, p_now))
  select (select coalesce(array_agg(distinct p), '{}') from a, unnest(a.permissions) p),
    (select coalesce(array_agg(distinct q.type), '{}') from identity.qualification q
      where q.org_id = p_org and q.user_id = p_user and q.revoked_at is null
        and (p_now at time zone 'Asia/Shanghai')::date between q.valid_from and q.valid_to),
    case when exists (select from a where cardinality(a.classes) > 0 or cardinality(a.accounts) > 0)
      then (select jsonb_agg(jsonb_build_object('permissions', a.permissions, 'classes', a.classes, 'accounts', a.accounts)) from a) end
$$;

-- The session's row says all of it, so that rights that hang on the day, a place or a class cost no request a round trip.
grant select on identity.temporary_grant to zhuisu_lookup;
create policy lookup_temporary on identity.temporary_grant for select to zhuisu_lookup using (true);
drop function core.begin_act(bytea, timestamptz, interval, boolean, text, text, date);
drop function identity.open_session(bytea, timestamptz, interval);
create function identity.open_session(p_token_hash bytea, p_now timestamptz, p_idle interval)
returns table (org_id bigint, user_id bigint, name text, title text, seen_at timestamptz, permissions text[], held text[], scopes jsonb)
language plpgsql security definer set search_path = pg_catalog as $$
begin
  return query
    select s.org_id, s.user_id, u.name, u.title, s.seen_at, st.permissions, st.qualified, st.scopes
    from identity.session s join identity.app_user u on u.org_id = s.org_id and u.id = s.user_id
    cross join lateral identity.standing_of(s.org_id, s.user_id, p_now) st
    where s.token_hash = p_token_hash and s.ended_at is null and s.expires_at > p_now
      and s.seen_at > p_now - p_idle and u.disabled_at is null;
end $$;
create function core.begin_act(p_token_hash bytea, p_now timestamptz, p_idle interval, p_acts boolean, p_key text,
  p_qualification text)
returns table (org_id bigint, user_id bigint, name text, title text, seen_at timestamptz, permissions text[], held text[], scopes jsonb,
  qualified boolean, event_id bigint, movement_id bigint, first_endpoint text, first_hash bytea, first_reply jsonb)
language plpgsql security definer set search_path = pg_catalog as $$
begin
  return query
    select s.*, p_qualification is null or p_qualification = any (s.held),
      case when p_acts then nextval('audit.event_id') end,
      case when p_acts then nextval('ledger.movement_id_seq') end,
      i.endpoint, i.input_hash, i.reply
    from identity.open_session(p_token_hash, p_now, p_idle) s
    left join core.idempotency i on p_key is not null and i.org_id = s.org_id and i.user_id = s.user_id and i.key = p_key;
  perform core.enter(s.org_id) from identity.session s where s.token_hash = p_token_hash;
end $$;
alter function identity.open_session owner to zhuisu_lookup;
alter function core.begin_act owner to zhuisu_lookup;
revoke execute on function identity.open_session, core.begin_act from public;
grant execute on function identity.open_session, core.begin_act to zhuisu_app;

-- 5. 培训考核.
create schema training;
grant usage on schema training to zhuisu_app, zhuisu_auditor;

create table training.course (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  title text not null,
  lecturer text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  place text not null,
  category text not null check (category in ('entry', 'renewal', 'topic', 'system')),
  -- what a pass gives, and for how many months; null: a course without a qualification
  qualification text check (qualification in ('prescribe', 'dispense', 'handle')),
  valid_months int check (valid_months between 1 and 60),
  pass_score int not null check (pass_score between 1 and 100),
  class_hours int check (class_hours between 1 and 200),
  created_at timestamptz not null,
  created_by bigint not null,
  cancelled_at timestamptz,
  cancelled_reason text,
  primary key (org_id, id),
  constraint course_no unique (org_id, no),
  constraint course_term check (ends_at > starts_at),
  check ((qualification is null) = (valid_months is null)),
  foreign key (org_id, created_by) references identity.app_user (org_id, id) on delete restrict
);
create index course_time on training.course (org_id, starts_at desc, id desc);
call core.tenant_table('training.course', 'title, lecturer, starts_at, ends_at, place, class_hours, cancelled_at, cancelled_reason');

-- 应到 and 签到. Who was there is signed by the person, or by who kept the list.
create table training.attendee (
  org_id bigint not null references identity.org (id) on delete restrict,
  course_id bigint not null,
  user_id bigint not null,
  enrolled_at timestamptz not null,
  signed_in_at timestamptz,
  signed_in_by bigint,
  primary key (org_id, course_id, user_id),
  check ((signed_in_at is null) = (signed_in_by is null)),
  foreign key (org_id, course_id) references training.course (org_id, id) on delete restrict,
  foreign key (org_id, user_id) references identity.app_user (org_id, id) on delete restrict
);
create index attendee_user on training.attendee (org_id, user_id);
call core.tenant_table('training.attendee', 'signed_in_at, signed_in_by', true);

-- A result stays as it was entered. A wrong one is withdrawn with its reason, and entered again.
create table training.exam (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  course_id bigint not null,
  user_id bigint not null,
  -- 1: the exam; 2 and 3: 补考
  attempt int not null check (attempt between 1 and 3),
  score int not null check (score between 0 and 100),
  passed boolean not null,
  remark text,
  examined_on date not null,
  recorded_at timestamptz not null,
  recorded_by bigint not null,
  event_id bigint not null,
  qualification_id bigint,
  certificate bytea check (length(certificate) = 32),
  withdrawn_at timestamptz,
  withdrawn_by bigint,
  withdrawn_reason text,
  primary key (org_id, id),
  -- nobody enters his own result, whatever the program does
  constraint exam_not_own check (recorded_by <> user_id),
  foreign key (org_id, course_id, user_id) references training.attendee (org_id, course_id, user_id) on delete restrict,
  foreign key (org_id, recorded_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, qualification_id) references identity.qualification (org_id, id) on delete restrict,
  foreign key (org_id, certificate) references files.evidence (org_id, sha256) on delete restrict
);
create unique index exam_once on training.exam (org_id, course_id, user_id, attempt) where withdrawn_at is null;
create index exam_user on training.exam (org_id, user_id, examined_on desc);
create index exam_time on training.exam (org_id, examined_on desc, id desc);
call core.tenant_table('training.exam', 'certificate, withdrawn_at, withdrawn_by, withdrawn_reason');

-- That somebody was reminded 90, 30 or 7 days before: once for each.
create table training.reminder (
  org_id bigint not null references identity.org (id) on delete restrict,
  qualification_id bigint not null,
  days int not null check (days in (90, 30, 7)),
  reminded_at timestamptz not null,
  event_id bigint not null,
  primary key (org_id, qualification_id, days),
  foreign key (org_id, qualification_id) references identity.qualification (org_id, id) on delete restrict
);
call core.tenant_table('training.reminder');
