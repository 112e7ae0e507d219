-- 取前清点 before dispensing and before a transfer leaves; a transfer's carrier (运送人).

-- A place's rule says which acts want a count. What was set before this day was said of issues alone.
alter table drawer_access.rule add column acts text[] not null default '{issue}'
  check (cardinality(acts) between 1 and 3 and acts <@ array['issue', 'dispense', 'send']);
alter table drawer_access.rule alter column acts drop default;
create or replace view drawer_access.rule_now with (security_invoker = true) as
  select distinct on (r.org_id, r.location_id) r.* from drawer_access.rule r order by r.org_id, r.location_id, r.id desc;

-- An opening says for which of these acts it was.
alter table drawer_access.access drop constraint access_purpose_check;
alter table drawer_access.access add constraint access_purpose_check
  check (purpose in ('issue', 'dispense', 'send', 'refill', 'count', 'recover', 'inspect', 'other'));

-- 运送人. Whether the way between two places wants a named carrier, and how long the way may take. Without both places: the
-- hospital's own default. The last row of a pair counts; none: off.
create table requisition.carrier_rule (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  source_location_id bigint,
  destination_location_id bigint,
  mode text not null check (mode in ('off', 'required')),
  -- from taking the parcel to its receipt
  minutes int not null check (minutes between 5 and 480),
  reason text not null,
  set_by bigint not null,
  set_at timestamptz not null,
  primary key (org_id, id),
  check ((source_location_id is null) = (destination_location_id is null) and source_location_id <> destination_location_id),
  foreign key (org_id, source_location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, destination_location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, set_by) references identity.app_user (org_id, id) on delete restrict
);
create index carrier_rule_pair on requisition.carrier_rule (org_id, source_location_id, destination_location_id, id desc);
call core.tenant_table('requisition.carrier_rule');

create view requisition.carrier_rule_now with (security_invoker = true) as
  select distinct on (r.org_id, r.source_location_id, r.destination_location_id) r.* from requisition.carrier_rule r
  order by r.org_id, r.source_location_id, r.destination_location_id, r.id desc;
grant select on requisition.carrier_rule_now to zhuisu_app, zhuisu_auditor;

-- Who is to carry a transfer: named when it is sent, and again where somebody else has to take over. The last one counts.
create table requisition.carrier (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  transfer_id bigint not null,
  carrier_id bigint not null,
  minutes int not null check (minutes between 5 and 480),
  named_by bigint not null,
  named_at timestamptz not null,
  -- why another than the one before; the first needs none
  reason text,
  event_id bigint not null,
  primary key (org_id, id),
  foreign key (org_id, transfer_id) references requisition.transfer (org_id, id) on delete restrict,
  foreign key (org_id, carrier_id) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, named_by) references identity.app_user (org_id, id) on delete restrict
);
create index carrier_transfer on requisition.carrier (org_id, transfer_id, id desc);
create index carrier_person on requisition.carrier (org_id, carrier_id, id desc);
call core.tenant_table('requisition.carrier');

-- The carrier took it, signing beside who gave it; signed facts take no update.
create table requisition.carry (
  org_id bigint not null references identity.org (id) on delete restrict,
  carrier_row bigint not null,
  transfer_id bigint not null,
  handed_by bigint not null,
  taken_at timestamptz not null,
  -- the whole way has one limit: who takes over on the way has what is left of it
  due_at timestamptz not null,
  event_id bigint not null,
  constraint carry_once primary key (org_id, carrier_row),
  foreign key (org_id, carrier_row) references requisition.carrier (org_id, id) on delete restrict,
  foreign key (org_id, transfer_id) references requisition.transfer (org_id, id) on delete restrict,
  foreign key (org_id, handed_by) references identity.app_user (org_id, id) on delete restrict
);
create index carry_transfer on requisition.carry (org_id, transfer_id, carrier_row desc);
call core.tenant_table('requisition.carry');

-- Each transfer that has a carrier: the one named last, whether that one took it, and who has it in hand meanwhile.
create view requisition.carrier_now with (security_invoker = true) as
  select distinct on (c.org_id, c.transfer_id) c.org_id, c.transfer_id, c.id as carrier_row, c.carrier_id, c.minutes, c.named_at, k.taken_at,
    l.carrier_id as in_hand_of, l.due_at
  from requisition.carrier c
  left join requisition.carry k on k.org_id = c.org_id and k.carrier_row = c.id
  left join lateral (
    select n.carrier_id, x.due_at from requisition.carry x join requisition.carrier n on n.org_id = x.org_id and n.id = x.carrier_row
    where x.org_id = c.org_id and x.transfer_id = c.transfer_id order by x.carrier_row desc limit 1) l on true
  order by c.org_id, c.transfer_id, c.id desc;
grant select on requisition.carrier_now to zhuisu_app, zhuisu_auditor;

-- The account of a parcel names who carries it; a person's account keeps the person that it was opened for.
grant update (holder_id, due_at) on ledger.account to zhuisu_app;
create function ledger.holder_of_transit() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if old.kind <> 'transit' then
    raise exception 'only an account in transit changes its holder';
  end if;
  return new;
end $$;
create trigger account_holder before update of holder_id, due_at on ledger.account
  for each row when (old.holder_id is distinct from new.holder_id or old.due_at is distinct from new.due_at)
  execute function ledger.holder_of_transit();
-- parcels that should have arrived; nobody receives thousands at once, so the rest of the accounts stays out of it
create index account_transit_due on ledger.account (org_id, due_at) where kind = 'transit' and due_at is not null;
create index transfer_account on requisition.transfer (org_id, account_id);
