-- 试用期 and 进修 (处方管理办法 Art 12–13): whose prescriptions need another's signature, and whose right ends with the stay.

create table identity.stay (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  user_id bigint not null,
  kind text not null check (kind in ('probation', 'visiting')),
  valid_from date not null,
  -- its last day
  valid_to date not null,
  -- 进修: the institution that sent them
  home text,
  reason text not null,
  marked_by bigint not null,
  marked_at timestamptz not null,
  -- ended before its time: the first day on which it no longer counts
  ended_on date,
  ended_by bigint,
  ended_reason text,
  primary key (org_id, id),
  constraint stay_term check (valid_to >= valid_from),
  constraint stay_home check ((kind = 'visiting') = (home is not null)),
  constraint stay_other check (marked_by <> user_id and ended_by is distinct from user_id),
  check ((ended_on is null) = (ended_by is null) and (ended_on is null) = (ended_reason is null)),
  foreign key (org_id, user_id) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, marked_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, ended_by) references identity.app_user (org_id, id) on delete restrict
);
create index stay_user on identity.stay (org_id, user_id, valid_to desc);
call core.tenant_table('identity.stay', 'ended_on, ended_by, ended_reason');

-- What somebody is on a day; at most one row, because stays of one person do not overlap.
create function identity.stay_on(p_org bigint, p_user bigint, p_day date)
returns table (id bigint, kind text, valid_from date, valid_to date, home text) language sql stable as $$
  select s.id, s.kind, s.valid_from, s.valid_to, s.home from identity.stay s
  where s.org_id = p_org and s.user_id = p_user and p_day between s.valid_from and least(s.valid_to, coalesce(s.ended_on - 1, s.valid_to))
  order by s.id limit 1
$$;

-- The right of a 进修 physician rests on this hospital's own assessment and on the stay.
alter table identity.qualification
  add column basis text not null default 'own' check (basis in ('own', 'visiting')),
  add column assessed_on date,
  add constraint qualification_assessed check ((basis = 'visiting') = (assessed_on is not null));

-- A prescription of somebody on probation counts once another has looked at it and signed.
alter table prescription.prescription
  add column countersign boolean not null default false,
  add column countersigned_by bigint,
  add column countersigned_at timestamptz,
  add constraint countersigned_by_other check (countersigned_by is null or countersign and countersigned_by <> prescriber_id),
  add check ((countersigned_by is null) = (countersigned_at is null)),
  add foreign key (org_id, countersigned_by) references identity.app_user (org_id, id) on delete restrict;
create index prescription_unsigned on prescription.prescription (org_id, valid_to)
  where countersign and countersigned_at is null and voided_at is null;
grant update (countersigned_by, countersigned_at) on prescription.prescription to zhuisu_app;
