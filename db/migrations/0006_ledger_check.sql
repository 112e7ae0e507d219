-- When the books were last recomputed, and whether they agreed: what the shield in the top bar shows.
create table ledger.check_run (
  org_id bigint not null references identity.org (id) on delete restrict,
  checked_at timestamptz not null,
  findings int not null check (findings >= 0),
  primary key (org_id, checked_at)
);
call core.tenant_table('ledger.check_run');

-- A place that is renamed keeps its account; only the title on it changes.
create policy tenant_update on ledger.account for update to zhuisu_app
  using (org_id = (select core.current_org())) with check (org_id = (select core.current_org()));
grant update (title) on ledger.account to zhuisu_app;

-- A code as it stands now. Its row keeps the lot it was first read with; where a wrong receipt was reversed and done
-- again, the books know better: the lot is that of the units that bear the code.
create view ledger.code_now with (security_invoker = true) as
  select c.org_id, c.code, c.kind, c.raw, coalesce(b.drug_id, c.drug_id) as drug_id, coalesce(b.lot_id, c.lot_id) as lot_id,
    c.units, c.parent, c.unit_no, c.first_seen_at
  from ledger.code c
  left join lateral (
    select x.drug_id, x.lot_id from ledger.balance x
    where x.org_id = c.org_id and x.code = c.code and x.code <> '' and x.item = 'intact' and x.quantity > 0 limit 1) b on true;
grant select on ledger.code_now to zhuisu_app, zhuisu_auditor;

-- A receipt whose posting was taken back (红冲) no longer stands for an arrival.
create view receipt.receipt_now with (security_invoker = true) as
  select r.org_id, r.id, r.no, r.supplier_id, r.location_id, r.delivery_no, r.arrived_at,
    case when r.state = 'signed' and exists (
      select from ledger.movement m where m.org_id = r.org_id and m.reverses_id = r.movement_id) then 'reversed' else r.state end as state,
    r.version, r.quality_state, r.conclusion, r.movement_id, r.created_by, r.created_at, r.signed_by, r.witnessed_by, r.signed_at
  from receipt.receipt r;
grant select on receipt.receipt_now to zhuisu_app, zhuisu_auditor;

-- The content hash of an upload is known only after it has been read.
grant update (input_hash) on core.idempotency to zhuisu_app;

-- Nothing may stop being written because nobody made a partition: the default takes what has no month of its own.
create table audit.event_default partition of audit.event default;
create table ledger.entry_default partition of ledger.entry default;
create or replace procedure core.make_partitions(p_from date, p_months int) language plpgsql set timezone = 'UTC' as $$
declare m date; t text;
begin
  for i in 0 .. p_months - 1 loop
    m := date_trunc('month', p_from)::date + make_interval(months => i);
    foreach t in array array['audit.event', 'ledger.entry'] loop
      begin
        execute format('create table if not exists %s_%s partition of %s for values from (%L) to (%L)',
          t, to_char(m, 'YYYYMM'), t, m::timestamptz, (m + interval '1 month')::date::timestamptz);
      exception when check_violation then
        raise notice 'rows of % already lie in the default partition of %', to_char(m, 'YYYY-MM'), t;
      end;
    end loop;
  end loop;
end $$;

-- What is somewhere inside now; the balances of outside accounts grow for ever and are not walked for it.
create index balance_inside on ledger.balance (org_id, account_id, item, drug_id) where inside and quantity <> 0;
