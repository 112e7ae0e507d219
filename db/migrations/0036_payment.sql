-- 货款支付: what was received is paid by bank transfer to the supplier's own account (卫医发〔2005〕438号, 条例 Art 30).
create schema payment;
grant usage on schema payment to zhuisu_app, zhuisu_auditor;

-- The supplier's bank account, as its registration says; the newest counts, older ones stay.
create table payment.account (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  supplier_id bigint not null,
  holder text not null,
  bank text not null,
  account_no text not null,
  reason text not null,
  set_by bigint not null,
  set_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, supplier_id) references partner.supplier (org_id, id) on delete restrict,
  foreign key (org_id, set_by) references identity.app_user (org_id, id) on delete restrict
);
create index account_supplier on payment.account (org_id, supplier_id, id desc);
call core.tenant_table('payment.account');

create table payment.payment (
  org_id bigint not null references identity.org (id) on delete restrict,
  id bigint generated always as identity,
  no text not null,
  supplier_id bigint not null,
  -- the bank account to which it went, as it was on that day
  account_id bigint,
  method text not null check (method in ('transfer', 'draft', 'cash')),
  paid_on date not null,
  -- the bank's own number of the transfer
  bank_no text not null,
  amount_fen bigint not null check (amount_fen > 0),
  note text,
  made_by bigint not null,
  made_at timestamptz not null,
  checked_by bigint,
  checked_at timestamptz,
  voided_by bigint,
  voided_at timestamptz,
  void_reason text,
  primary key (org_id, id),
  constraint payment_no unique (org_id, no),
  check ((checked_by is null) = (checked_at is null)),
  check ((voided_by is null) = (voided_at is null) and (voided_at is null) = (void_reason is null)),
  constraint payment_two check (checked_by <> made_by),
  foreign key (org_id, supplier_id) references partner.supplier (org_id, id) on delete restrict,
  foreign key (org_id, account_id) references payment.account (org_id, id) on delete restrict,
  foreign key (org_id, made_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, checked_by) references identity.app_user (org_id, id) on delete restrict,
  foreign key (org_id, voided_by) references identity.app_user (org_id, id) on delete restrict
);
-- One transfer is one payment; a voided one gives its number free.
create unique index payment_bank_no on payment.payment (org_id, bank_no) where voided_at is null;
create index payment_time on payment.payment (org_id, paid_on desc, id desc);
call core.tenant_table('payment.payment', 'checked_by, checked_at, voided_by, voided_at, void_reason');

-- Which receipt it pays, under which invoice.
create table payment.line (
  org_id bigint not null references identity.org (id) on delete restrict,
  payment_id bigint not null,
  receipt_id bigint not null,
  invoice_no text not null,
  amount_fen bigint not null check (amount_fen > 0),
  -- what the receipt cost when it was paid: once it is paid in full its scans need not be counted again
  due_fen bigint not null check (due_fen > 0),
  primary key (org_id, payment_id, receipt_id, invoice_no),
  foreign key (org_id, payment_id) references payment.payment (org_id, id) on delete restrict,
  foreign key (org_id, receipt_id) references receipt.receipt (org_id, id) on delete restrict
);
create index line_receipt on payment.line (org_id, receipt_id);
call core.tenant_table('payment.line');

-- Units of one line of a receipt that went back to the supplier afterwards. A label below a box is found by its box; a code that the
-- supplier delivered again in between belongs to that later receipt. Packs that came damaged were never owed.
create function payment.returned(p_org bigint, p_receipt bigint, p_line bigint) returns bigint language sql stable as $$
  select coalesce(sum(e.quantity), 0)::bigint
  from receipt.receipt r
  join supplier_return.record v on v.org_id = r.org_id and v.supplier_id = r.supplier_id and v.returned_at >= r.signed_at
  join partner.supplier p on p.org_id = v.org_id and p.id = v.supplier_id
  join ledger.movement m on m.org_id = v.org_id and m.id = v.movement_id
  join ledger.entry e on e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at
    and e.destination_id = p.account_id and e.item = 'intact' and e.code <> ''
  left join ledger.code c on c.org_id = e.org_id and c.code = e.code
  join receipt.scan s on s.org_id = r.org_id and s.receipt_id = r.id and s.code = coalesce(c.parent, e.code)
    and s.line_id = p_line and not s.damaged
  where r.org_id = p_org and r.id = p_receipt
    and not exists (select from ledger.movement b where b.org_id = m.org_id and b.reverses_id = m.id)
    and not exists (
      select from receipt.receipt n join receipt.scan a on a.org_id = n.org_id and a.receipt_id = n.id and a.code = s.code
      where n.org_id = r.org_id and n.supplier_id = r.supplier_id and n.state = 'signed' and n.signed_at > r.signed_at and n.signed_at <= v.returned_at)
$$;

-- What one signed receipt costs: the undamaged units that were counted less those that went back, at the order's price, rounded
-- once to 分. A receipt that was taken back as a whole (红冲) costs nothing.
create function payment.bill(p_org bigint, p_receipt bigint)
returns table (due_fen bigint, controlled boolean, orders text, invoices text) language sql stable as $$
  select case when exists (select from ledger.movement b where b.org_id = p_org and b.reverses_id = r.movement_id) then 0
      else coalesce(round(sum(l.units * l.price) * 100), 0) end::bigint,
    coalesce(bool_or(l.class in ('NAR', 'PS1', 'PS2')), false),
    string_agg(distinct l.order_no, '、'), string_agg(distinct l.invoice_no, '、')
  from receipt.receipt r
  left join lateral (
    select o.price, o.invoice_no, po.no as order_no, n.drug_class as class,
      (select sum(s.units) from receipt.scan s where s.org_id = x.org_id and s.line_id = x.id and not s.damaged)
        - payment.returned(x.org_id, x.receipt_id, x.id) as units
    from receipt.line x
    join purchase.order_line o on o.org_id = x.org_id and o.id = x.order_line_id
    join purchase.purchase_order po on po.org_id = o.org_id and po.id = o.order_id
    join catalogue.drug_name n on n.org_id = x.org_id and n.drug_id = x.drug_id
    where x.org_id = r.org_id and x.receipt_id = r.id) l on true
  where r.org_id = p_org and r.id = p_receipt and r.state = 'signed'
  group by r.movement_id
$$;

-- What was paid for it and not voided, checked or not.
create function payment.paid(p_org bigint, p_receipt bigint) returns bigint language sql stable as $$
  select coalesce(sum(l.amount_fen), 0)::bigint from payment.line l
  join payment.payment p on p.org_id = l.org_id and p.id = l.payment_id
  where l.org_id = p_org and l.receipt_id = p_receipt and p.voided_at is null
$$;
-- Paid in full, as far as its payments know; a receipt that was taken back afterwards costs nothing and is not owed either.
create function payment.settled(p_org bigint, p_receipt bigint) returns boolean language sql stable as $$
  select coalesce(sum(l.amount_fen) >= max(l.due_fen), false) from payment.line l
  join payment.payment p on p.org_id = l.org_id and p.id = l.payment_id
  where l.org_id = p_org and l.receipt_id = p_receipt and p.voided_at is null
$$;
grant execute on all functions in schema payment to zhuisu_app, zhuisu_auditor;
