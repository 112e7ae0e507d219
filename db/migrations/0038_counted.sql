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
