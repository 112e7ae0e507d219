import { dateColumn, expiryColumn, lotColumn, specColumn } from '#core/reports/columns.ts'
import { choiceFilter, filter, period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'
import { classTitle } from '#core/contract.ts'
import { unfitTitle } from './contract.ts'

const fitWords = { fit: '适合', unfit: '不适合' } as const

/** 重分类库存清单: what of a drug lay where at 00:00 of the day on which its class changed. */
export const reclassStock = report({
  code: 'reclassStock',
  title: '重分类库存清单',
  group: 'stock',
  basis: '条例 第三条（目录调整）；重分类后按新分类保管',
  permission: 'reclassification.read',
  note: '时段按新分类生效日；数量为生效日 0 时，未到生效日的为现在',
  filters: {
    ...period,
    drugId: filter.drug,
    placeId: filter.place,
    fit: choiceFilter('储位', fitWords),
  },
  order: { effectiveOn: 'date', drugId: 'bigint', lotId: 'bigint', accountId: 'bigint' },
  adds: true,
  print: { paper: 'landscape', lines: 16 },
  columns: [
    { ...dateColumn, key: 'effectiveOn', title: '生效日' },
    { key: 'drug', title: '药品名称', kind: 'drug', width: 1.8 },
    specColumn,
    { key: 'oldClass', title: '原分类', kind: 'text', words: classTitle, width: 0.6 },
    { key: 'newClass', title: '新分类', kind: 'text', words: classTitle, width: 0.6 },
    lotColumn,
    expiryColumn,
    { key: 'place', title: '所在', kind: 'text', width: 1.4 },
    { key: 'units', title: '数量', kind: 'quantity', unitKey: 'unit', total: true },
    { key: 'unfit', title: '储位不适合', kind: 'text', words: unfitTitle, width: 1.3 },
    { key: 'confirmedBy', title: '确认人', kind: 'signature' },
    { key: 'witness', title: '复核人', kind: 'signature' },
    { key: 'confirmedAt', title: '确认时间', kind: 'instant', width: 1.3 },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select l.effective_on, l.drug_id, l.lot_id, l.account_id, d.name as drug, d.spec, d.unit, l.old_class, l.new_class, t.lot_no, t.expiry,
      a.title as place, l.units, l.unfit, u.name as confirmed_by, w.name as witness, c.confirmed_at,
      '/reclassifications?day=' || l.effective_on as link
    from reclassification.listing(${org}, (${p.from}::timestamptz at time zone 'Asia/Shanghai')::date,
      ((${p.to}::timestamptz - interval '1 second') at time zone 'Asia/Shanghai')::date) l
    join ledger.drug d on d.org_id = ${org} and d.id = l.drug_id
    join ledger.lot t on t.org_id = ${org} and t.id = l.lot_id
    join ledger.account a on a.org_id = ${org} and a.id = l.account_id
    left join reclassification.confirmation c on c.org_id = ${org} and c.effective_on = l.effective_on
    left join identity.app_user u on u.org_id = ${org} and u.id = c.confirmed_by
    left join identity.app_user w on w.org_id = ${org} and w.id = c.witness_id
    where (${f.drugId ?? null}::bigint is null or l.drug_id = ${f.drugId ?? null})
      and (${f.placeId ?? null}::bigint is null or l.location_id = ${f.placeId ?? null})
      and (${f.fit ?? null}::text is null or (l.unfit is null) = (${f.fit ?? null} = 'fit'))`,
})
