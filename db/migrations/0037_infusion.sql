-- 泵注/镇痛泵: what is in a pump, what it gave at each reading, and what became of its rest. The content of a pump stays in the
-- custody account of its issue: the pump is a document over it, and says which of it nobody may take by hand (docs/decisions/0035).

create schema infusion;
grant usage on schema infusion to zhuisu_app, zhuisu_auditor;

-- After how many hours without a reading a pump is due. The last version counts; none: the platform's four hours.
create table infusion.rule (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  unread_hours int not null check (unread_hours between 1 and 24),
  reason text not null,
  set_by bigint not null,
  set_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, set_by) references identity.app_user (org_id, id) on delete restrict
);
call core.tenant_table('infusion.rule');

-- 配泵: one filling of one pump for the patient of one issue. Volumes in µl, rates in µl an hour.
create table infusion.pump (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  issue_id bigint not null,
  -- the custody account of the issue: what is in the pump is in it
  account_id bigint not null,
  -- 续配: the filling that this one goes on from
  previous_id bigint,
  device_no text not null,
  mode text not null check (mode in ('continuous', 'pca')),
  diluent text not null,
  total_ul bigint not null check (total_ul between 1000 and 5000000),
  rate_ul_h bigint not null check (rate_ul_h between 0 and 1200000),
  bolus_ul bigint check (bolus_ul between 1 and 100000),
  lockout_minutes int check (lockout_minutes between 1 and 240),
  route text not null,
  place text not null,
  prescribed_by bigint not null,
  filled_by bigint not null,
  -- who stands for it now, since when
  keeper_id bigint not null,
  started_at timestamptz not null,
  recorded_at timestamptz not null,
  stopped_at timestamptz,
  primary key (org_id, id),
  constraint pump_no unique (org_id, no),
  constraint pump_pca check ((mode = 'pca') = (bolus_ul is not null) and (mode = 'pca') = (lockout_minutes is not null)),
  check (mode = 'pca' or rate_ul_h > 0),
  foreign key (org_id, issue_id) references issue.issue (org_id, id) on delete restrict,
  foreign key (org_id, account_id) references ledger.account (org_id, id) on delete restrict,
  foreign key (org_id, previous_id) references infusion.pump (org_id, id) on delete restrict,
  foreign key (org_id, prescribed_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, filled_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, keeper_id) references identity.app_user (org_id, id) on delete restrict
);
create index pump_issue on infusion.pump (org_id, issue_id);
create index pump_account on infusion.pump (org_id, account_id);
create index pump_time on infusion.pump (org_id, started_at desc, id desc);
-- one pump of one number runs once
create unique index pump_running on infusion.pump (org_id, device_no) where stopped_at is null;
call core.tenant_table('infusion.pump', 'keeper_id, place, stopped_at');

-- Which content of which ampoules went into it, in the drug's smallest unit.
create table infusion.content (
  org_id bigint not null references identity.org (id) on delete restrict,
  pump_id bigint not null,
  lot_id bigint not null,
  code text not null,
  drug_id bigint not null,
  content bigint not null check (content > 0),
  primary key (org_id, pump_id, lot_id, code),
  foreign key (org_id, pump_id) references infusion.pump (org_id, id) on delete restrict,
  foreign key (org_id, lot_id) references ledger.lot (org_id, id) on delete restrict,
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict
);
call core.tenant_table('infusion.content');

-- 读数: what stood on the pump, and what was to be expected of it then. Never changed; one that was wrong is taken back with
-- its movement (红冲), and the next posts what is missing.
create table infusion.reading (
  org_id bigint not null references identity.org (id) on delete restrict,
  pump_id bigint not null,
  seq int not null check (seq > 0),
  kind text not null check (kind in ('read', 'handover', 'stop')),
  read_at timestamptz not null,
  given_ul bigint not null check (given_ul >= 0),
  left_ul bigint not null check (left_ul >= 0),
  -- from this reading on
  rate_ul_h bigint not null check (rate_ul_h >= 0),
  bolus_asked int check (bolus_asked >= 0),
  bolus_given int check (bolus_given >= 0),
  expected_ul bigint not null check (expected_ul >= 0),
  band_ul bigint not null check (band_ul > 0),
  level text not null check (level in ('within', 'amber', 'red')),
  reason text,
  movement_id bigint,
  read_by bigint not null,
  witness_id bigint,
  -- of a handover: where it goes on
  place text,
  recorded_at timestamptz not null,
  primary key (org_id, pump_id, seq),
  constraint reading_reason check (level = 'within' or reason is not null),
  constraint reading_two check ((kind = 'read') = (witness_id is null) and witness_id is distinct from read_by),
  check ((kind = 'handover') = (place is not null)),
  check ((bolus_asked is null) = (bolus_given is null)),
  foreign key (org_id, pump_id) references infusion.pump (org_id, id) on delete restrict,
  foreign key (org_id, movement_id) references ledger.movement (org_id, id) on delete restrict,
  foreign key (org_id, read_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, witness_id) references identity.app_user (org_id, id) on delete restrict
);
create index reading_time on infusion.reading (org_id, read_at desc, pump_id, seq);
create index reading_movement on infusion.reading (org_id, movement_id) where movement_id is not null;
call core.tenant_table('infusion.reading');

-- What a reading's movement gave, line by line.
create table infusion.given (
  org_id bigint not null references identity.org (id) on delete restrict,
  pump_id bigint not null,
  movement_id bigint not null,
  lot_id bigint not null,
  code text not null,
  content bigint not null check (content > 0),
  primary key (org_id, pump_id, lot_id, code, movement_id),
  foreign key (org_id, pump_id, lot_id, code) references infusion.content (org_id, pump_id, lot_id, code) on delete restrict,
  foreign key (org_id, movement_id) references ledger.movement (org_id, id) on delete restrict
);
call core.tenant_table('infusion.given');

-- What became of the rest of a pump that was stopped: a movement of the ledger, or the next filling took it.
create table infusion.disposed (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  pump_id bigint not null,
  movement_id bigint,
  into_pump_id bigint,
  lot_id bigint not null,
  code text not null,
  content bigint not null check (content > 0),
  primary key (org_id, id),
  check ((movement_id is null) <> (into_pump_id is null)),
  foreign key (org_id, pump_id, lot_id, code) references infusion.content (org_id, pump_id, lot_id, code) on delete restrict,
  foreign key (org_id, into_pump_id) references infusion.pump (org_id, id) on delete restrict,
  foreign key (org_id, movement_id) references ledger.movement (org_id, id) on delete restrict
);
create index disposed_pump on infusion.disposed (org_id, pump_id, lot_id, code);
call core.tenant_table('infusion.disposed');

-- 配入 = 已输 + 已处置 + 在泵, at every instant, code by code. A movement that was taken back does not count.
create view infusion.content_now with (security_invoker = true) as
  select c.org_id, c.pump_id, c.lot_id, c.code, c.drug_id, c.content as filled, g.given, w.wasted, w.other,
    c.content - g.given - w.wasted - w.other as held
  from infusion.content c
  cross join lateral (
    select coalesce(sum(x.content), 0)::bigint as given from infusion.given x
    where x.org_id = c.org_id and x.pump_id = c.pump_id and x.lot_id = c.lot_id and x.code = c.code
      and not exists (select from ledger.movement r where r.org_id = x.org_id and r.reverses_id = x.movement_id)) g
  cross join lateral (
    select coalesce(sum(x.content) filter (where m.kind = 'waste'), 0)::bigint as wasted,
      coalesce(sum(x.content) filter (where m.kind is distinct from 'waste'), 0)::bigint as other
    from infusion.disposed x left join ledger.movement m on m.org_id = x.org_id and m.id = x.movement_id
    where x.org_id = c.org_id and x.pump_id = c.pump_id and x.lot_id = c.lot_id and x.code = c.code
      and not exists (select from ledger.movement r where r.org_id = x.org_id and r.reverses_id = x.movement_id)) w;
grant select on infusion.content_now to zhuisu_app, zhuisu_auditor;

-- Readings that stand.
create view infusion.reading_now with (security_invoker = true) as
  select r.*, exists (select from ledger.movement x where x.org_id = r.org_id and x.reverses_id = r.movement_id) as void
  from infusion.reading r;
grant select on infusion.reading_now to zhuisu_app, zhuisu_auditor;

-- Each pump with its last reading that stands; a pump that was not read yet stands as it was started.
create view infusion.pump_now with (security_invoker = true) as
  select p.*, r.seq as last_seq, coalesce(r.read_at, p.started_at) as last_at, coalesce(r.given_ul, 0)::bigint as given_ul,
    coalesce(r.left_ul, p.total_ul)::bigint as left_ul, case when r.seq is null then p.rate_ul_h else r.rate_ul_h end as now_rate_ul_h,
    r.bolus_asked, r.bolus_given, r.level, h.held,
    case when p.stopped_at is null then 'running' when h.held > 0 then 'rest' else 'closed' end as state,
    case when r.seq is null then 0 when r.level = 'within' then r.expected_ul else r.given_ul end::bigint as base_ul
  from infusion.pump p
  left join lateral (
    select x.* from infusion.reading_now x where x.org_id = p.org_id and x.pump_id = p.id and not x.void order by x.seq desc limit 1) r on true
  cross join lateral (
    select coalesce(sum(c.held), 0)::bigint as held from infusion.content_now c where c.org_id = p.org_id and c.pump_id = p.id) h;
grant select on infusion.pump_now to zhuisu_app, zhuisu_auditor;

create function infusion.unread_hours(p_org bigint) returns int language sql stable as $$
  select coalesce((select r.unread_hours from infusion.rule r where r.org_id = p_org order by r.id desc limit 1), 4)
$$;

-- One at a time for each hand: what a pump is filled with and what is taken by hand are the same content. After the balances.
create function infusion.lock_hands(p_org bigint, p_accounts bigint[]) returns void language sql volatile as $$
  select pg_advisory_xact_lock(hashtextextended('hand/' || p_org || '/' || x.a, 0)) from (select distinct unnest(p_accounts) as a order by 1) x
$$;

-- Nobody holds less than the pumps over his hand say is in them. Raises ZS002 with what is short: the act that did it is undone.
create function infusion.check_hands(p_org bigint, p_accounts bigint[]) returns void language plpgsql volatile as $$
declare
  short json;
begin
  select json_build_object('pumpNo', min(x.no), 'keeper', min(x.keeper), 'drug', min(d.name || ' ' || d.spec), 'unit', min(d.content_unit),
    'held', sum(x.held), 'have', coalesce(min(b.quantity), 0)) into short
  from (
    select p.no, u.name as keeper, p.account_id, c.lot_id, c.code, c.drug_id, c.held
    from infusion.pump p
    join identity.app_user u on u.org_id = p.org_id and u.id = p.keeper_id
    join infusion.content_now c on c.org_id = p.org_id and c.pump_id = p.id and c.held > 0
    where p.org_id = p_org and p.account_id = any (p_accounts)) x
  join ledger.drug d on d.org_id = p_org and d.id = x.drug_id
  left join ledger.balance b on b.org_id = p_org and b.account_id = x.account_id and b.item = 'content' and b.lot_id = x.lot_id and b.code = x.code
  group by x.account_id, x.lot_id, x.code
  having sum(x.held) > coalesce(min(b.quantity), 0)
  order by x.account_id, x.lot_id, x.code limit 1;
  if short is not null then
    raise exception 'content is in a pump' using errcode = 'ZS002', detail = short::text;
  end if;
end
$$;

-- What leaves a hand otherwise than through a pump: first what this person's stopped pumps left over, and never what is in
-- another pump. Called for every content that leaves a hand, after its balances. Raises ZS002.
create function infusion.take(p_org bigint, p_actor bigint, p_movement bigint[], p_account bigint[], p_lot bigint[], p_code text[], p_content bigint[])
returns void language plpgsql volatile as $$
declare
  taken record;
  rest record;
  still bigint;
begin
  perform infusion.lock_hands(p_org, p_account);
  if not exists (select from infusion.pump p where p.org_id = p_org and p.account_id = any (p_account)) then
    return;
  end if;
  for taken in select * from unnest(p_movement, p_account, p_lot, p_code, p_content) as t (movement, account, lot, code, content) loop
    still := taken.content;
    for rest in
      select p.id, c.held from infusion.pump p
      join infusion.content_now c on c.org_id = p.org_id and c.pump_id = p.id and c.lot_id = taken.lot and c.code = taken.code and c.held > 0
      where p.org_id = p_org and p.account_id = taken.account and p.keeper_id = p_actor and p.stopped_at is not null
      order by p.stopped_at, p.id
    loop
      exit when still = 0;
      insert into infusion.disposed (org_id, pump_id, movement_id, lot_id, code, content)
      values (p_org, rest.id, taken.movement, taken.lot, taken.code, least(still, rest.held));
      still := still - least(still, rest.held);
    end loop;
  end loop;
  perform infusion.check_hands(p_org, p_account);
end
$$;

-- A new filling: what lies free in the hand, and for what is lacking then the rests of this person's own stopped pumps.
create function infusion.fill(p_org bigint, p_actor bigint, p_pump bigint)
returns void language plpgsql volatile as $$
declare
  hand bigint := (select p.account_id from infusion.pump p where p.org_id = p_org and p.id = p_pump);
  holds boolean := (select i.holder_id = p_actor from infusion.pump p join issue.issue i on i.org_id = p.org_id and i.id = p.issue_id
    where p.org_id = p_org and p.id = p_pump);
  line record;
  rest record;
  still bigint;
begin
  perform infusion.lock_hands(p_org, array[hand]);
  for line in
    select c.lot_id, c.code, c.content,
      coalesce((select b.quantity from ledger.balance b where b.org_id = p_org and b.account_id = hand and b.item = 'content'
        and b.lot_id = c.lot_id and b.code = c.code), 0)
      - coalesce((select sum(o.held) from infusion.pump p join infusion.content_now o on o.org_id = p.org_id and o.pump_id = p.id
          and o.lot_id = c.lot_id and o.code = c.code
        where p.org_id = p_org and p.account_id = hand and p.id <> p_pump), 0) as free
    from infusion.content c where c.org_id = p_org and c.pump_id = p_pump order by c.lot_id, c.code
  loop
    -- who is not the holder has nothing in this hand but those rests
    still := greatest(line.content - case when holds then greatest(line.free, 0) else 0 end, 0);
    for rest in
      select p.id, c.held from infusion.pump p
      join infusion.content_now c on c.org_id = p.org_id and c.pump_id = p.id and c.lot_id = line.lot_id and c.code = line.code and c.held > 0
      where p.org_id = p_org and p.account_id = hand and p.keeper_id = p_actor and p.stopped_at is not null
      order by p.stopped_at, p.id
    loop
      exit when still = 0;
      insert into infusion.disposed (org_id, pump_id, into_pump_id, lot_id, code, content)
      values (p_org, rest.id, p_pump, line.lot_id, line.code, least(still, rest.held));
      still := still - least(still, rest.held);
    end loop;
  end loop;
  perform infusion.check_hands(p_org, array[hand]);
end
$$;

-- What a person may take by hand of an issue: the holder what is in no pump and was left over by nobody else's, others what
-- the pumps that they took over and stopped left over.
create function infusion.hand_of(p_org bigint, p_issue bigint, p_user bigint)
returns table (lot_id bigint, code text, free bigint) language sql stable as $$
  select b.lot_id, b.code, case when i.holder_id = p_user then b.quantity - coalesce(sum(c.held) filter (where p.stopped_at is null or p.keeper_id <> p_user), 0)
    else coalesce(sum(c.held) filter (where p.stopped_at is not null and p.keeper_id = p_user), 0) end::bigint
  from issue.issue i
  join ledger.balance b on b.org_id = i.org_id and b.account_id = i.account_id and b.item = 'content' and b.quantity > 0
  left join infusion.pump p on p.org_id = i.org_id and p.account_id = i.account_id
  left join infusion.content_now c on c.org_id = p.org_id and c.pump_id = p.id and c.lot_id = b.lot_id and c.code = b.code
  where i.org_id = p_org and i.id = p_issue
  group by i.holder_id, b.lot_id, b.code, b.quantity
$$;
grant execute on all functions in schema infusion to zhuisu_app, zhuisu_auditor;
