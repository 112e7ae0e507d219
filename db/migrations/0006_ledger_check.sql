-- When the books were last recomputed, and whether they agreed: what the shield in the top bar shows.
create table ledger.check_run (
  org_id bigint not null references identity.org (id) on delete restrict,
  checked_at timestamptz not null,
  findings int not null check (findings >= 0),
  primary key (org_id, checked_at)
);
call core.tenant_table('ledger.check_run');
