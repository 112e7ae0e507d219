-- What is cleared is said: nothing disappears at night without a line about it.

-- For each China day and kind of rows: how many went, and up to which instant. Five lines a day at most, kept for good.
create table core.tidied (
  day date not null,
  what text not null check (what in ('answer', 'unusedSignature', 'session', 'signInAttempt', 'ledgerCheck')),
  rows bigint not null check (rows > 0),
  -- nothing younger than this went
  before timestamptz not null,
  last_at timestamptz not null,
  primary key (day, what)
);
grant select on core.tidied to zhuisu_app, zhuisu_auditor;
grant select, insert, update on core.tidied to zhuisu_ledger;

-- The rule of 0007 in one list: how long each kind is kept after its use. The books, events, refusals, who may do what, and
-- second signatures that were used are not in it. At most p_limit rows of each kind; src/core/tidy.ts calls it again while
-- there is more.
create or replace function core.tidy(p_now timestamptz, p_limit int) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare k record; n bigint; gone bigint := 0;
begin
  for k in select * from (values
      ('answer', 'core.idempotency', 'created_at < $1', interval '2 days'),
      ('unusedSignature', 'identity.attestation', 'used_at is null and expires_at < $1', interval '7 days'),
      ('session', 'identity.session', 'expires_at < $1', interval '400 days'),
      ('signInAttempt', 'identity.sign_in_attempt', 'at < $1', interval '400 days'),
      ('ledgerCheck', 'ledger.check_run', 'checked_at < $1', interval '400 days')) as v (what, tab, over, kept) loop
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
