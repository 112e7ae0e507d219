-- What lets the same rules cost less: one round trip where there were four, no row that every act must lock, and
-- nothing that grows for ever without being of use. Reasons and figures: docs/performance.md.

-- A transaction names its tenant once; whom it may read is looked up then, not again for every table of every statement.
create function core.enter(p_org bigint) returns void language plpgsql as $$
begin
  perform set_config('app.org_id', p_org::text, true),
    set_config('app.readable', (select array_agg(r.org_id)::text from identity.readable r where r.reader_id = p_org), true);
end $$;
-- Raises where no tenant was named, like core.current_org().
create or replace function core.readable_orgs() returns bigint[] language sql stable
  as $$ select current_setting('app.readable')::bigint[] $$;

-- One statement, because every request pays for it.
create or replace function identity.open_session(p_token_hash bytea, p_now timestamptz, p_idle interval)
returns table (org_id bigint, user_id bigint, name text, title text, seen_at timestamptz, permissions text[])
language plpgsql security definer set search_path = pg_catalog as $$
begin
  return query
    select s.org_id, s.user_id, u.name, u.title, s.seen_at,
      (select coalesce(array_agg(distinct p), '{}') from identity.user_role ur
         join identity.role ro on ro.org_id = ur.org_id and ro.id = ur.role_id, unnest(ro.permissions) p
         where ur.org_id = s.org_id and ur.user_id = s.user_id)
    from identity.session s join identity.app_user u on u.org_id = s.org_id and u.id = s.user_id
    where s.token_hash = p_token_hash and s.ended_at is null and s.expires_at > p_now
      and s.seen_at > p_now - p_idle and u.disabled_at is null;
end $$;

-- The beginning of every request: who asks, whether they hold what the endpoint wants, the numbers of the act's event and
-- of its first movement, and the first answer where this key was answered before. p_key is null for a request that changes nothing.
create function core.begin_act(p_token_hash bytea, p_now timestamptz, p_idle interval, p_acts boolean, p_key text,
  p_qualification text, p_day date)
returns table (org_id bigint, user_id bigint, name text, title text, seen_at timestamptz, permissions text[],
  qualified boolean, event_id bigint, movement_id bigint, first_endpoint text, first_hash bytea, first_reply jsonb)
language plpgsql security definer set search_path = pg_catalog as $$
begin
  return query
    select s.*,
      p_qualification is null or exists (
        select from identity.qualification q where q.org_id = s.org_id and q.user_id = s.user_id
          and q.type = p_qualification and q.revoked_at is null and q.valid_from <= p_day and q.valid_to >= p_day),
      case when p_acts then nextval('audit.event_id') end,
      case when p_acts then nextval('ledger.movement_id_seq') end,
      i.endpoint, i.input_hash, i.reply
    from identity.open_session(p_token_hash, p_now, p_idle) s
    left join core.idempotency i on p_key is not null and i.org_id = s.org_id and i.user_id = s.user_id and i.key = p_key;
  perform core.enter(s.org_id) from identity.session s where s.token_hash = p_token_hash;
end $$;
alter function core.begin_act owner to zhuisu_lookup;
revoke execute on function core.begin_act from public;
grant execute on function core.begin_act to zhuisu_app;
grant select on identity.qualification, core.idempotency to zhuisu_lookup;
create policy lookup_qualification on identity.qualification for select to zhuisu_lookup using (true);
create policy lookup_idempotency on core.idempotency for select to zhuisu_lookup using (true);
grant usage on sequence audit.event_id, ledger.movement_id_seq to zhuisu_lookup;
grant usage on sequence ledger.movement_id_seq to zhuisu_app;

-- zhuisu_ledger owns the functions below and is the only one who writes events, movements, entries and balances: what the
-- program may do to the books is what these functions do, and nothing else. Each looks first that the tenant it is asked
-- to write for is the one that this transaction named. Nobody can sign in as it.
grant usage on schema core, audit, ledger to zhuisu_ledger;
grant create on schema core, ledger to zhuisu_ledger;
do $$
declare t text;
begin
  foreach t in array array['audit.event', 'audit.salt', 'core.idempotency', 'ledger.movement', 'ledger.entry', 'ledger.balance', 'ledger.account', 'ledger.lot'] loop
    execute format('create policy ledger_all on %s to zhuisu_ledger using (true) with check (true)', t);
    execute format('grant select on %s to zhuisu_ledger', t);
  end loop;
  foreach t in array array['audit.event', 'audit.salt', 'core.idempotency', 'ledger.movement', 'ledger.entry', 'ledger.balance'] loop
    execute format('grant insert on %s to zhuisu_ledger', t);
    execute format('revoke insert, update on %s from zhuisu_app', t);
  end loop;
end $$;
grant update (quantity, changed_at) on ledger.balance to zhuisu_ledger;
revoke update (quantity, changed_at) on ledger.balance from zhuisu_app;
revoke update (reply, input_hash) on core.idempotency from zhuisu_app;

create function core.require_tenant(p_org bigint) returns void language plpgsql as $$
begin
  if p_org <> core.current_org() then
    raise exception 'a transaction writes for its own tenant only' using errcode = '42501';
  end if;
end $$;

-- The end of every act: its event, the salts of its commitments, and its answer under the request's key. Raises ZS002 where
-- the key was taken meanwhile: then nothing of this act stays and the caller gives the first answer.
create function core.close_act(p_org bigint, p_event bigint, p_at timestamptz, p_type text, p_subject_kind text,
  p_subject bigint, p_actor bigint, p_witness bigint, p_bytes bytea, p_hash bytea, p_fields text[], p_salts text[],
  p_key text, p_input_hash bytea, p_reply jsonb) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if p_org <> core.current_org() then perform core.require_tenant(p_org); end if;
  insert into audit.event (org_id, id, recorded_at, type, subject_kind, subject_id, actor_id, witness_id, bytes, hash)
  values (p_org, p_event, p_at, p_type, p_subject_kind, p_subject, p_actor, p_witness, p_bytes, p_hash);
  if cardinality(p_fields) > 0 then
    insert into audit.salt (org_id, event_id, field, salt)
    select p_org, p_event, s.field, decode(s.salt, 'hex') from unnest(p_fields, p_salts) as s (field, salt);
  end if;
  if p_key is null then return; end if;
  insert into core.idempotency (org_id, user_id, key, endpoint, input_hash, reply, created_at)
  values (p_org, p_actor, p_key, p_type, p_input_hash, p_reply, p_at) on conflict do nothing;
  if not found then
    raise exception 'this key was answered meanwhile' using errcode = 'ZS002';
  end if;
end $$;

-- A foreign key locks the row that it points to (for key share). A hospital's acts all point to the same few rows: the
-- organisation, the person, the place, the drug, the lot, the sink; a dozen acts at once then queue up behind a
-- multixact of each. These rows can never be deleted (core.stays below, for the owner too), and ledger.post looks
-- whether they exist: the same promise without the lock.
create function core.stays() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are named by the books and stay', tg_table_name using errcode = '23503';
end $$;
do $$
declare t text; k record;
begin
  foreach t in array array['identity.org', 'identity.app_user', 'ledger.account', 'ledger.lot', 'ledger.movement',
    'ledger.code', 'issue.issue'] loop
    execute format('create trigger stays before delete on %s for each statement execute function core.stays()', t);
  end loop;
  for k in
    select c.conrelid::regclass::text as tab, c.conname from pg_constraint c
    where c.contype = 'f' and c.conparentid = 0
      and c.conrelid::regclass::text in ('ledger.movement', 'ledger.entry', 'ledger.balance', 'ledger.code', 'core.idempotency',
        'audit.salt', 'audit.refusal', 'residue.use_record', 'ledger.movement_evidence')
      and c.confrelid::regclass::text in ('identity.org', 'identity.app_user', 'ledger.account', 'ledger.drug', 'ledger.lot', 'issue.issue')
  loop
    execute format('alter table %s drop constraint %I', k.tab, k.conname);
  end loop;
  -- both are written in the transaction that writes their movement
  alter table ledger.entry drop constraint entry_org_id_movement_id_fkey;
  alter table residue.use_record drop constraint use_record_org_id_movement_id_fkey;
end $$;

-- One statement writes the movements of an act: their rows, entries and balances. Lines and deltas come checked and in the
-- global order (account, item, lot, code) from src/core/ledger/post.ts; two acts can wait for each other but never in a
-- circle, because each takes its balances one after the other in that order. d_least is what a balance must hold before:
-- more than the act's net where something goes out and comes in within it. Raises ZS001 with the row that holds less.
-- What another act took between that look and the write meets the constraint balance_not_negative; the pipeline then
-- runs the act again, which now says why.
drop function ledger.apply(bigint, timestamptz, bigint[], text[], bigint[], text[], bigint[], boolean[], bigint[]);
create function ledger.post(p_org bigint, m_id bigint[], m_kind text[], m_occurred timestamptz[], p_recorded timestamptz,
  m_cause_kind text[], m_cause bigint[], m_cause_no text[], p_actor bigint, p_witness bigint, m_reason text[], p_event bigint,
  m_reverses bigint[], l_movement int[], l_line int[], l_item text[], l_drug bigint[], l_lot bigint[], l_code text[], l_from bigint[],
  l_to bigint[], l_quantity bigint[], d_account bigint[], d_item text[], d_lot bigint[], d_code text[], d_drug bigint[],
  d_delta bigint[], d_least bigint[])
returns void language plpgsql security definer set search_path = pg_catalog as $$
declare short record;
begin
  if p_org <> core.current_org() then perform core.require_tenant(p_org); end if;
  if exists (select from unnest(l_lot, l_drug) l (lot, drug) where not exists (
      select from ledger.lot x where x.org_id = p_org and x.id = l.lot and x.drug_id = l.drug)) then
    raise exception 'a lot of this movement does not exist' using errcode = '23503';
  end if;
  insert into ledger.movement (org_id, id, kind, occurred_at, recorded_at, cause_kind, cause_id, cause_no, actor_id, witness_id,
    reason, event_id, reverses_id)
  overriding system value
  select p_org, m.id, m.kind, m.occurred, p_recorded, m.cause_kind, m.cause, m.cause_no, p_actor, p_witness, nullif(m.reason, ''), p_event,
    nullif(m.reverses, 0)
  from unnest(m_id, m_kind, m_occurred, m_cause_kind, m_cause, m_cause_no, m_reason, m_reverses)
    as m (id, kind, occurred, cause_kind, cause, cause_no, reason, reverses);
  select d.*, a.title, coalesce(b.quantity, 0) as have into short
  from unnest(d_account, d_item, d_lot, d_code, d_drug, d_least) as d (account_id, item, lot_id, code, drug_id, least)
  left join ledger.account a on a.org_id = p_org and a.id = d.account_id
  left join ledger.balance b on a.inside and d.least > 0
    and b.org_id = p_org and b.account_id = d.account_id and b.item = d.item and b.lot_id = d.lot_id and b.code = d.code
  where a.id is null or (a.inside and d.least > 0 and coalesce(b.quantity, 0) < d.least) limit 1;
  if found and short.title is null then
    raise exception 'an account of this movement does not exist' using errcode = '23503';
  elsif found then
    raise exception 'balance would be negative' using errcode = 'ZS001',
      detail = json_build_object('account', short.account_id, 'place', short.title, 'item', short.item, 'lot', short.lot_id,
        'code', short.code, 'drug', short.drug_id, 'have', short.have, 'want', short.least)::text;
  end if;
  insert into ledger.entry (org_id, movement_id, line, recorded_at, item, drug_id, lot_id, code, source_id, destination_id, quantity)
  select p_org, m_id[l.movement], l.line, p_recorded, l.item, l.drug_id, l.lot_id, l.code, l.source_id, l.destination_id, l.quantity
  from unnest(l_movement, l_line, l_item, l_drug, l_lot, l_code, l_from, l_to, l_quantity)
    as l (movement, line, item, drug_id, lot_id, code, source_id, destination_id, quantity);
  -- One statement for what is added and what is taken. A row that is taken from exists (looked at above, and balances are
  -- never deleted); its proposal says `inside = false` only so that the constraint judges the sum and not the proposal.
  insert into ledger.balance as b (org_id, account_id, item, lot_id, code, drug_id, inside, quantity, changed_at)
  select p_org, d.account_id, d.item, d.lot_id, d.code, d.drug_id, a.inside and d.delta >= 0, d.delta, p_recorded
  from unnest(d_account, d_item, d_lot, d_code, d_drug, d_delta) with ordinality
    as d (account_id, item, lot_id, code, drug_id, delta, n)
  cross join lateral (select x.inside from ledger.account x where x.org_id = p_org and x.id = d.account_id offset 0) a
  order by d.n
  on conflict (org_id, account_id, item, lot_id, code)
    do update set quantity = b.quantity + excluded.quantity, changed_at = excluded.changed_at;
end $$;
alter function ledger.post owner to zhuisu_ledger;
alter function core.close_act owner to zhuisu_ledger;
revoke execute on function ledger.post, core.close_act from public;
grant execute on function ledger.post, core.close_act to zhuisu_app;

-- What came and went, summed by day, so that a month's figures and a past day's stock cost the same after ten million
-- entries as after ten thousand. A place has rows of its own; transfers on their way, hands and the outside world are one
-- each (account_id 0), because an account of each of them would be as many rows as entries. Kept by a follower a second
-- behind the entries; readers add what it has not read yet (src/core/ledger/daily.ts), so the figures are exact.
create table ledger.daily (
  org_id bigint not null references identity.org (id) on delete restrict,
  account_kind text not null,
  account_id bigint not null,
  item text not null,
  drug_id bigint not null,
  lot_id bigint not null,
  -- a day in China of recorded_at
  day date not null,
  kind text not null,
  in_quantity bigint not null check (in_quantity >= 0),
  out_quantity bigint not null check (out_quantity >= 0),
  primary key (org_id, account_kind, account_id, item, drug_id, lot_id, day, kind)
);
create index daily_day on ledger.daily (org_id, day, drug_id);
call core.tenant_table('ledger.daily');
revoke insert on ledger.daily from zhuisu_app;
create policy ledger_all on ledger.daily to zhuisu_ledger using (true) with check (true);
grant select, insert, update (in_quantity, out_quantity) on ledger.daily to zhuisu_ledger;

-- Both sides of the entries of these events, as ledger.daily sums them.
create function ledger.sides(p_org bigint, p_events bigint[])
returns table (account_kind text, account_id bigint, item text, drug_id bigint, lot_id bigint, recorded_at timestamptz, kind text,
  in_quantity bigint, out_quantity bigint) language sql stable as $$
  select a.kind, case when a.kind in ('location', 'quarantine', 'empties') then a.id else 0 end, e.item, e.drug_id, e.lot_id,
    e.recorded_at, m.kind, case when s.side = 1 then e.quantity else 0 end, case when s.side = -1 then e.quantity else 0 end
  from ledger.movement m
  join ledger.entry e on e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at
  cross join (values (1), (-1)) s (side)
  join ledger.account a on a.org_id = e.org_id and a.id = case when s.side = 1 then e.destination_id else e.source_id end
  where m.org_id = p_org and m.event_id = any (p_events)
$$;
create function ledger.add_days(p_org bigint, p_events bigint[]) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform core.require_tenant(p_org);
  insert into ledger.daily as d (org_id, account_kind, account_id, item, drug_id, lot_id, day, kind, in_quantity, out_quantity)
  select p_org, s.account_kind, s.account_id, s.item, s.drug_id, s.lot_id, (s.recorded_at at time zone 'Asia/Shanghai')::date, s.kind,
    sum(s.in_quantity), sum(s.out_quantity)
  from ledger.sides(p_org, p_events) s group by 2, 3, 4, 5, 6, 7, 8 order by 2, 3, 4, 5, 6, 7, 8
  on conflict (org_id, account_kind, account_id, item, drug_id, lot_id, day, kind)
    do update set in_quantity = d.in_quantity + excluded.in_quantity, out_quantity = d.out_quantity + excluded.out_quantity;
end $$;
alter function ledger.add_days owner to zhuisu_ledger;
revoke execute on function ledger.add_days from public;
grant execute on function ledger.add_days to zhuisu_app;

-- Events that the follower of days has not read: what readers add themselves.
create function ledger.undated(p_org bigint) returns bigint[] language sql stable as $$
  select coalesce(array_agg(e.id), '{}') from audit.event e
  where e.org_id = p_org and (e.tx, e.id) > (
    select coalesce(max(f.tx::text::bigint), 0)::text::xid8, coalesce(max(f.event_id), 0) from core.follower f where f.name = 'days')
$$;

-- What has served its purpose goes: answers to requests that nobody repeats any more, second signatures that were never
-- used, sessions long over, attempts to sign in beyond the year for which they must be kept (网络安全法: six months), the
-- hourly checks of the books likewise. At most p_limit rows of each, so that it never holds anybody up; src/core/tidy.ts
-- calls it again while there is more. The books, events and signatures that were used are not touched.
create index sign_in_attempt_at on identity.sign_in_attempt (at);
create index attestation_unused on identity.attestation (expires_at) where used_at is null;
create index session_expires on identity.session (expires_at);
create function core.tidy(p_now timestamptz, p_limit int) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare n bigint; gone bigint := 0;
begin
  delete from core.idempotency where ctid = any (array(
    select ctid from core.idempotency where created_at < p_now - interval '2 days' limit p_limit));
  get diagnostics n = row_count; gone := gone + n;
  delete from identity.attestation where ctid = any (array(
    select ctid from identity.attestation where used_at is null and expires_at < p_now - interval '7 days' limit p_limit));
  get diagnostics n = row_count; gone := gone + n;
  delete from identity.session where ctid = any (array(
    select ctid from identity.session where expires_at < p_now - interval '400 days' limit p_limit));
  get diagnostics n = row_count; gone := gone + n;
  delete from identity.sign_in_attempt where id = any (array(
    select id from identity.sign_in_attempt where at < p_now - interval '400 days' limit p_limit));
  get diagnostics n = row_count; gone := gone + n;
  delete from ledger.check_run where ctid = any (array(
    select ctid from ledger.check_run where checked_at < p_now - interval '400 days' limit p_limit));
  get diagnostics n = row_count; gone := gone + n;
  return gone;
end $$;
do $$
declare t text;
begin
  foreach t in array array['identity.attestation', 'identity.session', 'ledger.check_run'] loop
    execute format('create policy ledger_tidy on %s for delete to zhuisu_ledger using (true)', t);
    execute format('create policy ledger_look on %s for select to zhuisu_ledger using (true)', t);
  end loop;
end $$;
grant usage on schema identity to zhuisu_ledger;
grant select, delete on core.idempotency, identity.attestation, identity.session, identity.sign_in_attempt, ledger.check_run to zhuisu_ledger;
alter function core.tidy owner to zhuisu_ledger;
revoke execute on function core.tidy from public;
grant execute on function core.tidy to zhuisu_app;
