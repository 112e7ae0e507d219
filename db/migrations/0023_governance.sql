-- 组织与制度 (卫医发〔2005〕438号 Art 3–5): who sits in the management body, the year's targets, the hospital's rules with their
-- versions, who approved them, and who has read them.
create schema governance;
grant usage on schema governance to zhuisu_app, zhuisu_auditor;

create table governance.seat (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  kind text not null check (kind in ('chair', 'deputy', 'medical', 'pharmacy', 'nursing', 'security', 'manager', 'member')),
  -- members of other departments may have no account here
  user_id bigint,
  name text not null,
  post text not null,
  duty text not null,
  -- number of the paper that appointed
  document_no text,
  since date not null,
  appointed_by bigint not null,
  appointed_at timestamptz not null,
  until date,
  ended_by bigint,
  ended_at timestamptz,
  primary key (org_id, id),
  check (until >= since),
  check ((until is null) = (ended_at is null) and (ended_at is null) = (ended_by is null)),
  foreign key (org_id, user_id) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, appointed_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, ended_by) references identity.app_user (org_id, id) on delete restrict
);
create unique index seat_once on governance.seat (org_id, kind, name) where until is null;
call core.tenant_table('governance.seat', 'until, ended_by, ended_at');

create table governance.target (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  year int not null check (year between 2000 and 2100),
  text text not null,
  measure text not null,
  responsible_id bigint not null,
  set_by bigint not null,
  set_at timestamptz not null,
  outcome text check (outcome in ('met', 'partly', 'missed')),
  outcome_text text,
  assessed_by bigint,
  assessed_at timestamptz,
  primary key (org_id, id),
  check ((outcome is null) = (assessed_at is null) and (outcome is null) = (assessed_by is null) and (outcome is null) = (outcome_text is null)),
  check (assessed_by <> responsible_id),
  foreign key (org_id, responsible_id) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, set_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, assessed_by) references identity.app_user (org_id, id) on delete restrict
);
create unique index target_once on governance.target (org_id, year, text);
call core.tenant_table('governance.target', 'outcome, outcome_text, assessed_by, assessed_at');

create table governance.policy (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  area text not null,
  title text not null,
  created_at timestamptz not null,
  ended_on date,
  ended_by bigint,
  ended_at timestamptz,
  end_reason text,
  primary key (org_id, id),
  constraint policy_no unique (org_id, no),
  check ((ended_on is null) = (ended_at is null) and (ended_at is null) = (ended_by is null) and (ended_at is null) = (end_reason is null)),
  foreign key (org_id, ended_by) references identity.app_user (org_id, id) on delete restrict
);
create unique index policy_title on governance.policy (org_id, title) where ended_on is null;
call core.tenant_table('governance.policy', 'ended_on, ended_by, ended_at, end_reason');

create table governance.version (
  org_id bigint not null references identity.org (id) on delete restrict,
  policy_id bigint not null,
  version int not null check (version > 0),
  text text not null,
  -- SHA-256 of the text as UTF-8
  sha256 bytea not null check (length(sha256) = 32),
  -- why what was in force is changed
  reason text,
  -- moved to the day of approval where that is later
  effective_on date not null,
  review_on date not null,
  drafted_by bigint not null,
  drafted_at timestamptz not null,
  approved_by bigint,
  approved_at timestamptz,
  returned_by bigint,
  returned_at timestamptz,
  return_reason text,
  primary key (org_id, policy_id, version),
  check (review_on > effective_on),
  check ((version = 1) = (reason is null)),
  check (approved_by <> drafted_by),
  check ((approved_at is null) = (approved_by is null)),
  check ((returned_at is null) = (returned_by is null) and (returned_at is null) = (return_reason is null)),
  check (approved_at is null or returned_at is null),
  foreign key (org_id, policy_id) references governance.policy (org_id, id) on delete restrict,
  foreign key (org_id, drafted_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, approved_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, returned_by) references identity.app_user (org_id, id) on delete restrict
);
-- one draft at a time
create unique index version_draft on governance.version (org_id, policy_id) where approved_at is null and returned_at is null;
call core.tenant_table('governance.version', 'effective_on, approved_by, approved_at, returned_by, returned_at, return_reason');

-- 知悉: somebody has read this very version.
create table governance.reading (
  org_id bigint not null references identity.org (id) on delete restrict,
  policy_id bigint not null,
  version int not null,
  user_id bigint not null,
  read_at timestamptz not null,
  primary key (org_id, policy_id, version, user_id),
  foreign key (org_id, policy_id, version) references governance.version (org_id, policy_id, version) on delete restrict,
  foreign key (org_id, user_id) references identity.app_user (org_id, id) on delete restrict
);
create index reading_user on governance.reading (org_id, user_id);
call core.tenant_table('governance.reading');

-- The version in force of each policy on a day: the newest approved whose day has come. None: not in force yet, or ended.
create function governance.in_force(p_org bigint, p_day date)
returns table (policy_id bigint, no text, area text, title text, version int, effective_on date, review_on date) language sql stable as $$
  select p.id, p.no, p.area, p.title, v.version, v.effective_on, v.review_on from governance.policy p
  cross join lateral (
    select x.version, x.effective_on, x.review_on from governance.version x
    where x.org_id = p.org_id and x.policy_id = p.id and x.approved_at is not null and x.effective_on <= p_day
    order by x.version desc limit 1) v
  where p.org_id = p_org and (p.ended_on is null or p.ended_on > p_day)
$$;

-- Who must know the rules: everybody who on the day holds a qualification to prescribe, dispense or handle these drugs.
create function governance.readers(p_org bigint, p_day date) returns table (user_id bigint, name text, department text)
language sql stable as $$
  select u.id, u.name, d.name from identity.app_user u
  left join identity.department d on d.org_id = u.org_id and d.id = u.department_id
  where u.org_id = p_org and u.disabled_at is null and exists (
    select from identity.qualification q where q.org_id = u.org_id and q.user_id = u.id and q.revoked_at is null
      and p_day between q.valid_from and q.valid_to)
$$;
