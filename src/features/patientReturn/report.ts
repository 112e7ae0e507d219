import { filter, period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'

/** R11 无偿收回: what patients brought back, line by line (卫医发〔2005〕438号 Art 30). */
export const r11PatientReturn = report({
  code: 'R11',
  title: '患者交回（无偿收回）登记',
  group: 'register',
  basis: '卫医发〔2005〕438号 第三十条',
  permission: 'patientReturn.read',
  filters: { ...period, drugId: filter.drug, lotNo: filter.lotNo },
  order: { at: 'timestamptz', movementId: 'bigint', line: 'bigint' },
  retention: { record: 'loop', from: 'at', expiry: 'expiry' },
  print: { paper: 'landscape', lines: 16 },
  columns: [
    { key: 'at', title: '回收日期', kind: 'date', width: 1.2 },
    { key: 'no', title: '凭据号', kind: 'text', width: 1.5 },
    { key: 'patient', title: '患者', kind: 'text', personal: 'name', width: 0.9 },
    { key: 'recordNo', title: '病历号', kind: 'text', personal: 'number', width: 1.2 },
    { key: 'agent', title: '代办人', kind: 'text', personal: 'name', width: 0.9 },
    { key: 'drug', title: '药品', kind: 'drug', width: 1.8 },
    { key: 'spec', title: '规格', kind: 'text' },
    { key: 'lotNo', title: '批号', kind: 'text', width: 1.2 },
    { key: 'units', title: '数量', kind: 'quantity', unitKey: 'unit', total: true, width: 0.8 },
    { key: 'receivedBy', title: '专管药师', kind: 'signature' },
    { key: 'witnessedBy', title: '负责人', kind: 'signature' },
    { key: 'location', title: '收回处', kind: 'text', noPrint: true },
    { key: 'code', title: '单支码', kind: 'code', noPrint: true },
    { key: 'expiry', title: '有效期', kind: 'date', noPrint: true },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select m.recorded_at as at, m.id as movement_id, e.line::bigint as line, r.no, r.patient_name as patient, r.record_no, r.agent_name as agent,
      d.name as drug, d.spec, d.unit, l.lot_no, l.expiry, nullif(e.code, '') as code, c.name as location,
      (case when m.reverses_id is null then e.quantity else -e.quantity end)::bigint as units,
      a.name as received_by, w.name as witnessed_by, m.reverses_id is not null as red, '/patient-returns/' || r.id as link
    from ledger.movement m
    join patient_return.receipt r on r.org_id = m.org_id and r.id = m.cause_id
    join ledger.entry e on e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at
    join ledger.drug d on d.org_id = m.org_id and d.id = e.drug_id
    join ledger.lot l on l.org_id = m.org_id and l.id = e.lot_id
    join place.location c on c.org_id = r.org_id and c.id = r.location_id
    join identity.app_user a on a.org_id = m.org_id and a.id = m.actor_id
    left join identity.app_user w on w.org_id = m.org_id and w.id = m.witness_id
    where m.org_id = ${org} and m.cause_kind = 'patientReturn' and m.recorded_at >= ${p.from} and m.recorded_at < ${p.to}
      and (${f.drugId ?? null}::bigint is null or e.drug_id = ${f.drugId ?? null})
      and (${f.lotNo ?? null}::text is null or l.lot_no = ${f.lotNo ?? null})`,
})
