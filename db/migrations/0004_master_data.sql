-- Products (the platform's) and drugs (a hospital's), suppliers, places.

create schema catalogue;
create schema partner;
create schema place;
grant usage on schema catalogue, partner, place to zhuisu_app, zhuisu_auditor;

-- Shared by the platform, so that an authority can add up across hospitals.
create table catalogue.product (
  id bigint generated always as identity primary key,
  code text not null unique,
  name text not null,
  name_en text,
  form text not null,
  -- INJ CR OTHER …: which row of the limits applies
  form_group text not null,
  spec text not null,
  unit text not null,
  content_unit text not null,
  content_per_unit bigint not null check (content_per_unit >= 0),
  volume_ul bigint check (volume_ul > 0),
  container text,
  limit_profile text not null,
  atc text,
  -- where the facts come from, and how sure they are (H M L)
  source text not null,
  confidence text not null check (confidence in ('H', 'M', 'L'))
);
-- The class belongs to product × date, never to the substance.
create table catalogue.product_class (
  product_id bigint not null references catalogue.product (id) on delete restrict,
  class text not null check (class in ('NAR', 'PS1', 'PS2', 'TOX', 'PRE', 'WAT')),
  valid_from date not null,
  valid_to date,
  primary key (product_id, valid_from),
  check (valid_to is null or valid_to > valid_from)
);
grant select on catalogue.product, catalogue.product_class to zhuisu_app, zhuisu_auditor;

create function catalogue.class_of(p_product bigint, p_day date) returns text language sql stable as $$
  select class from catalogue.product_class
  where product_id = p_product and valid_from <= p_day and (valid_to is null or valid_to > p_day)
$$;

-- What a hospital adds to the ledger's own row of a drug (药品档案).
create table catalogue.formulary (
  org_id bigint not null references identity.org (id) on delete restrict,
  drug_id bigint not null,
  form text not null,
  manufacturer text not null,
  barcode69 text,
  standard_code text,
  insurance_code text,
  approval_no text,
  -- 10 支/盒
  pack_unit text not null default '盒',
  pack_units int not null check (pack_units between 1 and 10000),
  low_units int not null default 0 check (low_units >= 0),
  high_units int check (high_units > 0),
  stopped_at timestamptz,
  primary key (org_id, drug_id),
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict
);
call core.tenant_table('catalogue.formulary',
  'form, manufacturer, barcode69, standard_code, insurance_code, approval_no, pack_unit, pack_units, low_units, high_units, stopped_at');

-- Which drug, package level and number of units a code's product part means (7-digit 药品标识码, GTIN).
create table catalogue.identifier (
  org_id bigint not null references identity.org (id) on delete restrict,
  key text not null,
  drug_id bigint not null,
  level smallint not null check (level between 1 and 3),
  units int not null check (units > 0),
  primary key (org_id, key),
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict
);
create index identifier_drug on catalogue.identifier (org_id, drug_id);
call core.tenant_table('catalogue.identifier', 'drug_id, level, units', true);

-- How a drug is named on every screen; class as of today in China.
create view catalogue.drug_name with (security_invoker = true) as
  select d.org_id, d.id as drug_id, d.code, d.name, d.spec, d.unit, d.content_unit, d.content_per_unit, d.volume_ul, d.container,
    coalesce(catalogue.class_of(d.product_id, (now() at time zone 'Asia/Shanghai')::date), 'WAT') as drug_class
  from ledger.drug d;
grant select on catalogue.drug_name to zhuisu_app, zhuisu_auditor;

create table partner.supplier (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  code text not null,
  name text not null,
  licence_no text,
  licence_valid_to date,
  contact text,
  phone text,
  address text,
  account_id bigint not null,
  stopped_at timestamptz,
  primary key (org_id, id),
  constraint supplier_code unique (org_id, code),
  constraint supplier_name unique (org_id, name),
  foreign key (org_id, account_id) references ledger.account (org_id, id) on delete restrict
);
call core.tenant_table('partner.supplier', 'name, licence_no, licence_valid_to, contact, phone, address, stopped_at');

-- A place is an account one can walk to. store: vault or pharmacy; recovery: bin for empties; quarantine: red box.
create table place.location (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  code text not null,
  name text not null,
  kind text not null check (kind in ('store', 'cabinet', 'ward', 'recovery', 'quarantine')),
  tier smallint not null check (tier between 1 and 3),
  department_id bigint,
  account_id bigint not null,
  stopped_at timestamptz,
  primary key (org_id, id),
  constraint location_code unique (org_id, code),
  constraint location_account unique (org_id, account_id),
  foreign key (org_id, department_id) references identity.department (org_id, id) on delete restrict,
  foreign key (org_id, account_id) references ledger.account (org_id, id) on delete restrict
);
call core.tenant_table('place.location', 'name, department_id, stopped_at');
