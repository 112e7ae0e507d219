-- Run once per server by a superuser (the embedded server does it by itself).
-- Five roles, so that no single password can both write a record and rewrite it:
--   zhuisu_owner    owns the tables and runs migrations; no screen uses it
--   zhuisu_app      the program: row-level security applies, entries and events are insert-only for it
--   zhuisu_auditor  reads every tenant, writes nothing: verification, the log
--   zhuisu_ledger   cannot sign in; owns the functions that write events, movements and balances, and that found organisations, the only way to do so
--   zhuisu_lookup   owns the few functions that must look across tenants; nobody signs in as it
do $$
begin
  if not exists (select from pg_roles where rolname = 'zhuisu_owner') then
    create role zhuisu_owner login;
  end if;
  if not exists (select from pg_roles where rolname = 'zhuisu_app') then
    create role zhuisu_app login;
  end if;
  if not exists (select from pg_roles where rolname = 'zhuisu_auditor') then
    create role zhuisu_auditor login;
  end if;
  if not exists (select from pg_roles where rolname = 'zhuisu_lookup') then
    create role zhuisu_lookup nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'zhuisu_ledger') then
    create role zhuisu_ledger nologin;
  end if;
end $$;
grant zhuisu_lookup, zhuisu_ledger to zhuisu_owner;
