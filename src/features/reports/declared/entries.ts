import { id, instant } from '#core/contract.ts'
import { kinds } from '#core/ledger/kinds.ts'
import { mostDays } from '#core/reports/contract.ts'
import { drugColumn, lotColumn, specColumn, voucherColumn } from '#core/reports/columns.ts'
import { choiceFilter, filter, hidden, period, textFilter } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'
import { crossesSql, groupSql, groupWords, waySql, wayWords } from '../ways.ts'

const kindWords = Object.fromEntries(Object.entries(kinds).map(([code, k]) => [code, k.title]))
const itemWords = { intact: '整支', content: '药液', container: '空容器' } as const

/**
 * 分录明细: every entry, with the movement it belongs to. What the figures of other reports open: `delta` is what the
 * entry brought to the place (or, without one, into the hospital's hands) or took away, and adds up to the figure.
 */
export const entries = report({
  code: 'entries',
  title: '分录明细',
  group: 'flow',
  basis: '每个数字都能点到分录',
  permission: 'stock.read',
  filters: {
    ...period,
    drugId: filter.drug,
    lotNo: filter.lotNo,
    lotId: hidden(id),
    placeId: filter.place,
    accountId: hidden(id),
    item: choiceFilter('内容', itemWords),
    kind: choiceFilter('业务', kindWords),
    moves: choiceFilter('方向', wayWords),
    group: choiceFilter('用途', groupWords),
    until: hidden(instant),
    code: textFilter('追溯码'),
  },
  order: { at: 'timestamptz', movementId: 'bigint', line: 'bigint' },
  newestFirst: true,
  afresh: true,
  // The whole life of one lot is short.
  mostDays: (f) => (f.lotId === undefined ? mostDays : 36_600),
  note: '增减：进入所选储位（未选时为进入本院在管范围）为正，离开为负，内部移动为 0',
  columns: [
    { key: 'at', title: '记录时间', kind: 'instant' },
    { key: 'kind', title: '业务', kind: 'text', words: kindWords },
    voucherColumn,
    drugColumn,
    specColumn,
    lotColumn,
    { key: 'item', title: '内容', kind: 'text', words: itemWords },
    { key: 'quantity', title: '数量', kind: 'quantity', unitKey: 'quantityUnit' },
    { key: 'delta', title: '增减', kind: 'quantity', unitKey: 'quantityUnit', total: true },
    { key: 'source', title: '自', kind: 'text' },
    { key: 'destination', title: '至', kind: 'text' },
    { key: 'code', title: '追溯码', kind: 'code' },
    { key: 'actor', title: '经办人', kind: 'signature' },
    { key: 'witness', title: '第二人', kind: 'signature' },
    { key: 'occurredAt', title: '发生时间', kind: 'instant' },
  ],
  rows: (tx, { org, period: p, filters: f, sums }) => {
    const account = tx`case when ${f.accountId ?? null}::bigint is not null then ${f.accountId ?? null}::bigint
      else (select pl.account_id from place.location pl where pl.org_id = ${org} and pl.id = ${f.placeId ?? null}::bigint) end`
    const chosen = f.accountId !== undefined || f.placeId !== undefined
    const here = (side: 'source' | 'destination') =>
      chosen ? tx`(e.${tx(`${side}_id`)} = (select ${account}))` : tx`${tx(side)}.inside`
    const within = tx`x.org_id = ${org} and x.recorded_at >= ${p.from} and x.recorded_at < ${p.to}`
    // Few entries answer these: they are found first and sorted then.
    const narrow = chosen || [f.drugId, f.lotId, f.lotNo, f.code].some((asked) => asked !== undefined)
    // A page walks the movements by time and reads the lines of as many as it shows; the sums read the entries of the period
    // in one go. Names are left joins, which the sums leave out: what the ledger names is there.
    const walked = tx`ledger.movement m cross join lateral (
      select * from ledger.entry x where ${within} and x.movement_id = m.id and x.recorded_at = m.recorded_at offset 0) e`
    // A lot's number is of one drug or of few: the entries of these are found by an index.
    const lot =
      f.lotNo === undefined
        ? tx``
        : tx`and x.drug_id in (select lo.drug_id from ledger.lot lo where lo.org_id = ${org} and lo.lot_no = ${f.lotNo})`
    const summed = tx`(select * from ledger.entry x where ${within} ${lot}) e left join ledger.movement m on m.org_id = ${org} and m.id = e.movement_id`
    return tx`
    select m.recorded_at as at, m.occurred_at, m.id as movement_id, e.line::bigint as line, m.kind, m.cause_no as voucher_no,
      d.name as drug, d.spec, l.lot_no, nullif(e.code, '') as code, e.item, source.title as source,
      destination.title as destination, e.quantity,
      (case when ${here('destination')} then e.quantity else 0 end - case when ${here('source')} then e.quantity else 0 end)::bigint as delta,
      case e.item when 'intact' then d.unit when 'content' then d.content_unit else '个'::text end as quantity_unit,
      a.name as actor, w.name as witness, m.reverses_id is not null as red, '/movements/' || m.id as link
    from ${sums || narrow ? summed : walked}
    left join catalogue.drug_name d on d.org_id = ${org} and d.drug_id = e.drug_id
    left join ledger.lot l on l.org_id = ${org} and l.id = e.lot_id
    left join ledger.account source on source.org_id = ${org} and source.id = e.source_id
    left join ledger.account destination on destination.org_id = ${org} and destination.id = e.destination_id
    left join identity.app_user a on a.org_id = ${org} and a.id = m.actor_id
    left join identity.app_user w on w.org_id = ${org} and w.id = m.witness_id
    where ${sums || narrow ? tx`true` : tx`m.org_id = ${org} and m.recorded_at >= ${p.from} and m.recorded_at < ${p.to}`}
      ${f.drugId === undefined ? tx`` : tx`and e.drug_id = ${f.drugId}`}
      ${f.lotId === undefined ? tx`` : tx`and e.lot_id = ${f.lotId}`}
      ${f.lotNo === undefined ? tx`` : tx`and l.lot_no = ${f.lotNo}`}
      ${f.item === undefined ? tx`` : tx`and e.item = ${f.item}`}
      ${f.kind === undefined ? tx`` : tx`and m.kind = ${f.kind}`}
      ${f.code === undefined ? tx`` : tx`and e.code = ${f.code}`}
      ${chosen ? tx`and (${here('source')} or ${here('destination')})` : tx``}
      ${f.until === undefined ? tx`` : tx`and e.recorded_at <= ${f.until}`}
      ${f.group === undefined ? tx`` : tx`and ${groupSql(tx, here)} = ${f.group}`}
      ${f.moves === undefined ? tx`` : tx`and ${crossesSql(tx, here)}`}
      ${f.moves === undefined || f.moves === 'only' ? tx`` : tx`and ${waySql(tx, here)} = ${f.moves}`}`
  },
})
