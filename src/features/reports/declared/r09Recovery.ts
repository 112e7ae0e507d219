import { dateColumn, drugColumns, drugKeys, lotColumn, voucherColumn } from '#core/reports/columns.ts'
import { filter, period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'

/** R9 空安瓿、废贴回收登记: a card for each drug, a line for each lot of a recovery (卫医发〔2005〕438号 Art 27–29). */
export const r09Recovery = report({
  code: 'R9',
  title: '空安瓿、废贴回收登记',
  group: 'register',
  basis: '卫医发〔2005〕438号 第二十七至二十九条',
  permission: 'recovery.read',
  filters: {
    ...period,
    drugId: filter.drug,
    lotNo: filter.lotNo,
    departmentId: filter.department,
    placeId: filter.place,
  },
  order: { drug: 'text', drugId: 'bigint', at: 'timestamptz', movementId: 'bigint', lotId: 'bigint' },
  retention: { record: 'loop', from: 'at', expiry: 'expiry' },
  print: { paper: 'portrait', lines: 22, head: drugKeys },
  columns: [
    ...drugColumns,
    dateColumn,
    voucherColumn,
    { key: 'department', title: '科室', kind: 'text', width: 1.3 },
    lotColumn,
    { key: 'containers', title: '数量', kind: 'quantity', unitKey: 'container', total: true, width: 0.8 },
    { key: 'returnedBy', title: '病区经办人', kind: 'signature' },
    { key: 'receivedBy', title: '回收人', kind: 'signature' },
    { key: 'bin', title: '存放', kind: 'text', width: 1.5 },
    { key: 'caseNo', title: '领用单', kind: 'text', width: 1.4, noPrint: true },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select d.name as drug, d.drug_id, m.recorded_at as at, m.id as movement_id, x.lot_id,
      fo.form, d.spec, d.unit, '个'::text as container, coalesce(r.no, pe.no, m.cause_no) as voucher_no,
      case when pe.id is not null then '患者交回' else coalesce(dp.name, hd.name) end as department, l.lot_no, l.expiry,
      (case when m.reverses_id is null then x.containers else -x.containers end)::bigint as containers,
        case when pe.id is not null then '患者' else back.name end as returned_by, taker.name as received_by, bin.title as bin, coalesce(i.no, case when pe.id is not null then m.cause_no end) as case_no,
      m.reverses_id is not null as red, '/movements/' || m.id as link
    from ledger.movement m
    cross join lateral (
      select e.drug_id, e.lot_id, min(case when m.reverses_id is null then e.destination_id else e.source_id end) as bin_id,
        sum(e.quantity) as containers
      from ledger.entry e
      where e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at and e.item = 'container'
      group by 1, 2) x
    join catalogue.drug_name d on d.org_id = m.org_id and d.drug_id = x.drug_id
    left join catalogue.formulary fo on fo.org_id = m.org_id and fo.drug_id = x.drug_id
    join ledger.lot l on l.org_id = m.org_id and l.id = x.lot_id
    join ledger.account bin on bin.org_id = m.org_id and bin.id = x.bin_id
    left join recovery.recovery r on r.org_id = m.org_id and r.movement_id = case when m.reverses_id is null then m.id else m.reverses_id end
    left join prescription.empties pe on pe.org_id = m.org_id and pe.movement_id = case when m.reverses_id is null then m.id else m.reverses_id end
    left join issue.issue i on i.org_id = m.org_id and i.id = m.cause_id and m.cause_kind = 'issue'
    left join identity.app_user h on h.org_id = m.org_id and h.id = i.holder_id
    left join identity.department dp on dp.org_id = m.org_id and dp.id = i.department_id
    left join identity.department hd on hd.org_id = m.org_id and hd.id = h.department_id
    join identity.app_user taker on taker.org_id = m.org_id and taker.id = m.actor_id
    left join identity.app_user back on back.org_id = m.org_id and back.id = m.witness_id
    where m.org_id = ${org} and m.kind in ('recover', 'patientEmpties') and m.recorded_at >= ${p.from} and m.recorded_at < ${p.to}
      and (${f.drugId ?? null}::bigint is null or x.drug_id = ${f.drugId ?? null})
      and (${f.lotNo ?? null}::text is null or l.lot_no = ${f.lotNo ?? null})
      and (${f.departmentId ?? null}::bigint is null or coalesce(i.department_id, h.department_id) = ${f.departmentId ?? null})
      and (${f.placeId ?? null}::bigint is null or x.bin_id in (
        select pl.account_id from place.location pl where pl.org_id = ${org} and pl.id = ${f.placeId ?? null}))`,
})
