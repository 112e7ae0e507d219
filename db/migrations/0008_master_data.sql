-- Batch import of master data (core.import_job), several licences of a supplier, drawers of a cabinet, limits by place.

-- 1. One upload: checked, mended, imported in batches, withdrawn as a whole.
create table core.import_job (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  -- what is imported: drugs, suppliers, departments, places, drawers, limits, staff
  kind text not null,
  file_name text not null,
  sha256 bytea not null check (length(sha256) = 32),
  -- keys of the columns that the file has; a column it does not have is not touched
  columns text[] not null,
  rows int not null check (rows > 0),
  -- checked: nothing is written yet. dropped: another file took its place before anything was written
  state text not null default 'checked' check (state in ('checked', 'running', 'done', 'withdrawn', 'dropped')),
  accept_good boolean not null default false,
  accept_updates boolean not null default false,
  created_by bigint not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  withdrawn_by bigint,
  withdrawn_at timestamptz,
  primary key (org_id, id),
  constraint import_no unique (org_id, no),
  foreign key (org_id, created_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, withdrawn_by) references identity.app_user (org_id, id) on delete restrict
);
create index import_time on core.import_job (org_id, kind, created_at desc);
call core.tenant_table('core.import_job', 'state, accept_good, accept_updates, finished_at, withdrawn_by, withdrawn_at');

create table core.import_row (
  org_id bigint not null references identity.org (id) on delete restrict,
  import_id bigint not null,
  -- as the spreadsheet counts, from 1
  row int not null check (row > 0),
  -- texts in the order of the kind's columns; read by nobody's query
  cells jsonb not null,
  state text not null check (state in ('bad', 'new', 'update', 'same')),
  faults jsonb not null,
  -- update: what would change, column by column
  changes jsonb not null,
  -- the row that exists already, or that was made
  target_id bigint,
  written text check (written in ('insert', 'update')),
  -- what an update replaced, so that it can be put back, and what it wrote, so that a later change is seen
  before jsonb,
  after jsonb,
  primary key (org_id, import_id, row),
  foreign key (org_id, import_id) references core.import_job (org_id, id) on delete restrict
);
create index import_row_state on core.import_row (org_id, import_id, state, row);
call core.tenant_table('core.import_row', 'cells, state, faults, changes, target_id, written, before, after', true);

-- The program has no right to delete master data; a withdrawn import is the one exception, and its walls are these:
-- the row was made by an import of this tenant that is not withdrawn, and nothing refers to it (every key restricts).
create function core.made_by_import(p_kind text) returns setof bigint language sql stable as $$
  select r.target_id from core.import_row r join core.import_job j on j.org_id = r.org_id and j.id = r.import_id
  where r.org_id = core.current_org() and r.written = 'insert' and j.kind = p_kind and j.state in ('running', 'done')
$$;
create index import_row_target on core.import_row (org_id, target_id) where written = 'insert';
create policy import_delete on catalogue.formulary for delete to zhuisu_app
  using (org_id = (select core.current_org()) and drug_id in (select core.made_by_import('drugs')));
create policy import_delete on partner.supplier for delete to zhuisu_app
  using (org_id = (select core.current_org()) and id in (select core.made_by_import('suppliers')));
create policy import_delete on identity.department for delete to zhuisu_app
  using (org_id = (select core.current_org()) and id in (select core.made_by_import('departments')));
create policy import_delete on place.location for delete to zhuisu_app
  using (org_id = (select core.current_org()) and id in (select core.made_by_import('places')));
grant delete on catalogue.formulary, partner.supplier, identity.department, place.location to zhuisu_app;

-- The ledger's own row of a drug takes no delete from the program. This function takes back those of one import, which
-- the ledger has never moved: lots, entries and every document refer to a drug by a key that restricts.
create function ledger.unmake_drugs(p_ids bigint[]) returns bigint language sql security definer
  -- Right after ten thousand rows came in the planner still believes in nine, and would read whole tables for each key.
  set search_path = pg_catalog set enable_seqscan = off as $$
  with gone as (
    delete from ledger.drug d where d.org_id = core.current_org() and d.id = any (p_ids)
      and d.id in (select core.made_by_import('drugs')) returning 1)
  select count(*) from gone
$$;
create policy lookup_import on core.import_job for select to zhuisu_lookup using (true);
create policy lookup_import on core.import_row for select to zhuisu_lookup using (true);
create policy lookup_drug on ledger.drug for select to zhuisu_lookup using (true);
create policy lookup_unmake on ledger.drug for delete to zhuisu_lookup using (true);
grant select on core.import_job, core.import_row to zhuisu_lookup;
grant select, delete on ledger.drug to zhuisu_lookup;
alter function ledger.unmake_drugs owner to zhuisu_lookup;
revoke execute on function ledger.unmake_drugs from public;
grant execute on function ledger.unmake_drugs to zhuisu_app;

-- A file says nar017 where the list says NAR017.
create index drug_code_loose on ledger.drug (org_id, lower(code));

-- 2. Licences beside the wholesaler's own (药品经营许可证, which stands in the supplier's row).
create table partner.licence (
  org_id bigint not null references identity.org (id) on delete restrict,
  supplier_id bigint not null,
  kind text not null check (kind in ('wholesale', 'business', 'quality', 'mandate')),
  licence_no text not null,
  valid_to date,
  primary key (org_id, supplier_id, kind),
  foreign key (org_id, supplier_id) references partner.supplier (org_id, id) on delete restrict
);
call core.tenant_table('partner.licence', 'licence_no, valid_to', true);

-- 3. A drawer is a place inside a cabinet, with an account of its own; it may be kept for some drugs only.
alter table place.location drop constraint location_kind_check;
alter table place.location add constraint location_kind_check
  check (kind in ('store', 'cabinet', 'ward', 'recovery', 'quarantine', 'drawer'));
alter table place.location add column parent_id bigint,
  add foreign key (org_id, parent_id) references place.location (org_id, id) on delete restrict,
  add constraint location_drawer check ((kind = 'drawer') = (parent_id is not null));
create index location_parent on place.location (org_id, parent_id) where parent_id is not null;

create table place.drawer_drug (
  org_id bigint not null references identity.org (id) on delete restrict,
  location_id bigint not null,
  drug_id bigint not null,
  primary key (org_id, location_id, drug_id),
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict
);
create index drawer_of_drug on place.drawer_drug (org_id, drug_id);
call core.tenant_table('place.drawer_drug', null, true);

-- 4. How much of a drug a place should hold, and for how many days of use at most.
create table place.drug_limit (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  location_id bigint not null,
  drug_id bigint not null,
  low_units int not null check (low_units >= 0),
  high_units int check (high_units >= low_units),
  max_days int check (max_days between 1 and 365),
  primary key (org_id, id),
  constraint limit_once unique (org_id, location_id, drug_id),
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict
);
create index limit_drug on place.drug_limit (org_id, drug_id);
call core.tenant_table('place.drug_limit', 'low_units, high_units, max_days', true);
