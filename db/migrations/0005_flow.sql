-- The documents of the main job. Quantities live in the ledger; these rows say what was asked, seen and signed.

create schema purchase;
create schema receipt;
create schema requisition;
create schema issue;
create schema residue;
create schema recovery;
create schema destruction;
create schema alerts;
grant usage on schema purchase, receipt, requisition, issue, residue, recovery, destruction, alerts to zhuisu_app, zhuisu_auditor;

create table purchase.purchase_order (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  -- the number that the hospital's own system gave it
  external_no text,
  supplier_id bigint not null,
  ordered_on date not null,
  source text not null check (source in ('manual', 'import')),
  cancelled_at timestamptz,
  created_by bigint not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  constraint order_no unique (org_id, no),
  constraint order_external_no unique (org_id, external_no),
  foreign key (org_id, supplier_id) references partner.supplier (org_id, id) on delete restrict
);
create index order_time on purchase.purchase_order (org_id, created_at desc);
call core.tenant_table('purchase.purchase_order', 'cancelled_at');

create table purchase.order_line (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  order_id bigint not null,
  line int not null,
  drug_id bigint not null,
  units int not null check (units > 0),
  -- yuan for one unit (医保 pric 16,6)
  price numeric(16, 6) not null check (price >= 0),
  invoice_code text,
  invoice_no text,
  primary key (org_id, id),
  constraint order_line_no unique (org_id, order_id, line),
  foreign key (org_id, order_id) references purchase.purchase_order (org_id, id) on delete restrict,
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict
);
create index order_line_drug on purchase.order_line (org_id, drug_id);
call core.tenant_table('purchase.order_line');

create table receipt.receipt (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  supplier_id bigint not null,
  location_id bigint not null,
  delivery_no text,
  arrived_at timestamptz not null,
  state text not null default 'counting' check (state in ('counting', 'signed', 'cancelled')),
  -- grows with every scan and registration: what was signed is this version
  version int not null default 1,
  quality_state text,
  conclusion text,
  movement_id bigint,
  created_by bigint not null,
  created_at timestamptz not null,
  signed_by bigint,
  witnessed_by bigint,
  signed_at timestamptz,
  primary key (org_id, id),
  constraint receipt_no unique (org_id, no),
  foreign key (org_id, supplier_id) references partner.supplier (org_id, id) on delete restrict,
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict
);
create index receipt_time on receipt.receipt (org_id, created_at desc);
call core.tenant_table('receipt.receipt', 'state, version, quality_state, conclusion, movement_id, signed_by, witnessed_by, signed_at');

create table receipt.line (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  receipt_id bigint not null,
  line int not null,
  drug_id bigint not null,
  order_line_id bigint,
  expected_units int not null check (expected_units > 0),
  lot_no text,
  made date,
  expiry date,
  primary key (org_id, id),
  foreign key (org_id, receipt_id) references receipt.receipt (org_id, id) on delete restrict,
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict
);
create index line_receipt on receipt.line (org_id, receipt_id);
create index line_order on receipt.line (org_id, order_line_id);
call core.tenant_table('receipt.line', 'lot_no, made, expiry');

-- What the supplier's file says is in the delivery: cartons, bundles and boxes.
create table receipt.manifest (
  org_id bigint not null references identity.org (id) on delete restrict,
  receipt_id bigint not null,
  code text not null,
  raw text not null,
  level smallint not null,
  parent text,
  drug_id bigint,
  lot_no text,
  made date,
  expiry date,
  primary key (org_id, receipt_id, code),
  foreign key (org_id, receipt_id) references receipt.receipt (org_id, id) on delete restrict
);
create index manifest_parent on receipt.manifest (org_id, receipt_id, parent);
call core.tenant_table('receipt.manifest', null, true);

create table receipt.scan (
  org_id bigint not null references identity.org (id) on delete restrict,
  receipt_id bigint not null,
  code text not null,
  raw text not null,
  kind text not null,
  line_id bigint not null,
  units int not null check (units > 0),
  lot_no text,
  made date,
  expiry date,
  -- found damaged while counting: goes to quarantine, not into stock
  damaged boolean not null default false,
  -- 手输 instead of scanned; file: taken from the supplier's file by its carton
  entered text not null check (entered in ('scan', 'typed', 'carton', 'file')),
  scanned_by bigint not null,
  scanned_at timestamptz not null,
  primary key (org_id, receipt_id, code),
  foreign key (org_id, receipt_id) references receipt.receipt (org_id, id) on delete restrict,
  foreign key (org_id, line_id) references receipt.line (org_id, id) on delete restrict
);
create index scan_line on receipt.scan (org_id, line_id);
call core.tenant_table('receipt.scan', 'damaged, lot_no, made, expiry', true);

-- 短少 破损 多送: recorded, not swallowed.
create table receipt.discrepancy (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  receipt_id bigint not null,
  line_id bigint,
  kind text not null check (kind in ('short', 'damaged', 'surplus')),
  units int not null check (units > 0),
  code text,
  note text not null,
  recorded_by bigint not null,
  recorded_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, receipt_id) references receipt.receipt (org_id, id) on delete restrict,
  foreign key (org_id, line_id) references receipt.line (org_id, id) on delete restrict
);
create index discrepancy_receipt on receipt.discrepancy (org_id, receipt_id);
call core.tenant_table('receipt.discrepancy', null, true);

create table requisition.requisition (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  -- who asks, and from whom
  location_id bigint not null,
  source_location_id bigint not null,
  needed_by timestamptz,
  note text,
  cancelled_at timestamptz,
  created_by bigint not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  constraint requisition_no unique (org_id, no),
  check (location_id <> source_location_id),
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, source_location_id) references place.location (org_id, id) on delete restrict
);
create index requisition_time on requisition.requisition (org_id, created_at desc);
call core.tenant_table('requisition.requisition', 'cancelled_at');

create table requisition.requisition_line (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  requisition_id bigint not null,
  drug_id bigint not null,
  units int not null check (units > 0),
  primary key (org_id, id),
  constraint requisition_drug unique (org_id, requisition_id, drug_id),
  foreign key (org_id, requisition_id) references requisition.requisition (org_id, id) on delete restrict,
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict
);
call core.tenant_table('requisition.requisition_line');

create table requisition.transfer (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  requisition_id bigint,
  source_location_id bigint not null,
  destination_location_id bigint not null,
  account_id bigint not null,
  sent_by bigint not null,
  checked_by bigint not null,
  sent_at timestamptz not null,
  -- the first signature of the other side; what stays in the account afterwards is short
  accepted_by bigint,
  accepted_at timestamptz,
  note text,
  primary key (org_id, id),
  constraint transfer_no unique (org_id, no),
  foreign key (org_id, requisition_id) references requisition.requisition (org_id, id) on delete restrict,
  foreign key (org_id, account_id) references ledger.account (org_id, id) on delete restrict,
  foreign key (org_id, source_location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, destination_location_id) references place.location (org_id, id) on delete restrict
);
create index transfer_requisition on requisition.transfer (org_id, requisition_id);
create index transfer_time on requisition.transfer (org_id, sent_at desc);
call core.tenant_table('requisition.transfer', 'accepted_by, accepted_at, note');

create table issue.issue (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  kind text not null check (kind in ('surgery', 'prescription')),
  -- number and name of the surgery, or number of the prescription
  ref_no text not null,
  title text not null,
  room text,
  department_id bigint,
  location_id bigint not null,
  patient_name text not null,
  patient_sex text not null check (patient_sex in ('男', '女')),
  patient_age int not null check (patient_age between 0 and 150),
  record_no text not null,
  patient_id_no text,
  diagnosis text not null,
  doctor_id bigint not null,
  anaesthetist_id bigint,
  -- whose hand it is in
  holder_id bigint not null,
  account_id bigint not null,
  issued_by bigint not null,
  checked_by bigint not null,
  issued_at timestamptz not null,
  due_at timestamptz not null,
  fefo_reason text,
  primary key (org_id, id),
  constraint issue_no unique (org_id, no),
  foreign key (org_id, location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, account_id) references ledger.account (org_id, id) on delete restrict,
  foreign key (org_id, doctor_id) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, anaesthetist_id) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, holder_id) references identity.app_user (org_id, id) on delete restrict
);
create index issue_time on issue.issue (org_id, issued_at desc);
create index issue_ref on issue.issue (org_id, ref_no);
create index issue_account on issue.issue (org_id, account_id);
create index issue_holder on issue.issue (org_id, holder_id);
call core.tenant_table('issue.issue');

create table issue.line (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  issue_id bigint not null,
  drug_id bigint not null,
  planned_units int not null check (planned_units > 0),
  issued_units int not null check (issued_units > 0),
  primary key (org_id, id),
  constraint issue_drug unique (org_id, issue_id, drug_id),
  foreign key (org_id, issue_id) references issue.issue (org_id, id) on delete restrict,
  foreign key (org_id, drug_id) references ledger.drug (org_id, id) on delete restrict
);
call core.tenant_table('issue.line');

-- 使用与残余: what the ledger's movement does not say (route, place of disposal).
create table residue.use_record (
  org_id bigint not null references identity.org (id) on delete restrict,
  movement_id bigint not null,
  issue_id bigint not null,
  kind text not null check (kind in ('open', 'administer', 'waste', 'breakage', 'returnUnopened')),
  route text,
  place text,
  method text,
  primary key (org_id, movement_id),
  foreign key (org_id, issue_id) references issue.issue (org_id, id) on delete restrict,
  foreign key (org_id, movement_id) references ledger.movement (org_id, id) on delete restrict
);
create index use_issue on residue.use_record (org_id, issue_id);
call core.tenant_table('residue.use_record');

create table recovery.recovery (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  issue_id bigint not null,
  bin_location_id bigint not null,
  received_by bigint not null,
  returned_by bigint not null,
  recovered_at timestamptz not null,
  movement_id bigint not null,
  primary key (org_id, id),
  constraint recovery_no unique (org_id, no),
  foreign key (org_id, bin_location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, issue_id) references issue.issue (org_id, id) on delete restrict,
  foreign key (org_id, movement_id) references ledger.movement (org_id, id) on delete restrict
);
create index recovery_issue on recovery.recovery (org_id, issue_id);
create index recovery_time on recovery.recovery (org_id, recovered_at desc);
call core.tenant_table('recovery.recovery');

create table destruction.destruction (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  bin_location_id bigint not null,
  place text not null,
  method text not null check (method in ('砸碎', '剪碎', '水浸', '焚烧')),
  reason text not null,
  executed_by bigint not null,
  witnessed_by bigint not null,
  destroyed_at timestamptz not null,
  movement_id bigint not null,
  primary key (org_id, id),
  constraint destruction_no unique (org_id, no),
  foreign key (org_id, bin_location_id) references place.location (org_id, id) on delete restrict,
  foreign key (org_id, movement_id) references ledger.movement (org_id, id) on delete restrict
);
create index destruction_time on destruction.destruction (org_id, destroyed_at desc);
call core.tenant_table('destruction.destruction');

create table alerts.alert (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  kind text not null,
  severity text not null check (severity in ('red', 'amber', 'grey')),
  text text not null,
  subject_kind text,
  subject_no text,
  -- at least once becomes exactly once
  event_id bigint not null,
  raised_at timestamptz not null,
  primary key (org_id, id),
  constraint alert_once unique (org_id, event_id, kind)
);
create index alert_time on alerts.alert (org_id, raised_at desc);
call core.tenant_table('alerts.alert');
