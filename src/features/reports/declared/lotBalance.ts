import { dayOf, endOfDay } from '#core/clock.ts'
import { drugColumns, drugKeys, expiryColumn, lotColumn } from '#core/reports/columns.ts'
import { choiceFilter, filter } from '#core/reports/filters.ts'
import { netBefore } from '#core/ledger/daily.ts'
import { report } from '#core/reports/report.ts'

/**
 * 发出–回收–销毁平衡: for each lot, what was opened against the containers that it left, and what was drawn up against
 * what was given and wasted (inspection item 18). From the sums of days, because the outside accounts have a balance for
 * each ampoule that ever was.
 */
export const lotBalance = report({
  code: 'lotBalance',
  title: '发出、回收、销毁平衡表',
  group: 'loop',
  basis: '专项检查：空安瓿、废贴数量与批号、销毁',
  permission: 'report.read',
  filters: {
    drugId: filter.drug,
    lotNo: filter.lotNo,
    drugClass: filter.drugClass,
    state: choiceFilter('结论', { balanced: '平', open: '未闭环' }),
  },
  order: { drug: 'text', drugId: 'bigint', expiry: 'date', lotId: 'bigint' },
  adds: true,
  print: { paper: 'landscape', lines: 13 },
  note: '开启 = 尚欠 + 回收箱 + 已销毁；抽取 = 给药 + 弃去 + 损失 + 在手',
  columns: [
    ...drugColumns.filter((c) => drugKeys.includes(c.key as never) && c.key !== 'form'),
    lotColumn,
    expiryColumn,
    { key: 'opened', title: '开启', kind: 'quantity', unitKey: 'unit', total: true, width: 0.8 },
    { key: 'owed', title: '尚欠', kind: 'quantity', unitKey: 'container', total: true, width: 0.8 },
    { key: 'inBin', title: '回收箱', kind: 'quantity', unitKey: 'container', total: true, width: 0.8 },
    { key: 'destroyed', title: '已销毁', kind: 'quantity', unitKey: 'container', total: true, width: 0.8 },
    { key: 'drawn', title: '抽取', kind: 'quantity', unitKey: 'contentUnit', total: true, width: 1 },
    { key: 'given', title: '给药', kind: 'quantity', unitKey: 'contentUnit', total: true, width: 1 },
    { key: 'wasted', title: '弃去', kind: 'quantity', unitKey: 'contentUnit', total: true, width: 0.9 },
    { key: 'lost', title: '损失', kind: 'quantity', unitKey: 'contentUnit', total: true, width: 0.8 },
    { key: 'sampled', title: '留样', kind: 'quantity', unitKey: 'contentUnit', total: true, width: 0.8 },
    { key: 'held', title: '在手', kind: 'quantity', unitKey: 'contentUnit', total: true, width: 0.8 },
    { key: 'verdict', title: '结论', kind: 'text', width: 0.8 },
  ],
  rows: (tx, { org, at, filters: f }) => {
    // Everything there is: no entry is later than the end of this day.
    const tomorrow = endOfDay(dayOf(at))
    return tx`
    select x.*, d.name as drug, d.spec, d.unit, d.content_unit, '个'::text as container, l.lot_no, l.expiry,
      case when x.owed + x.held + x.in_samples + x.in_bin > 0 then '未闭环'
        when x.drawn = x.given + x.wasted + x.lost + x.sampled + x.held and x.made = x.owed + x.in_bin + x.destroyed then '平' else '不等' end as verdict,
      '/reports/entries?drugId=' || x.drug_id || '&lotId=' || x.lot_id as link
    from (
      select b.drug_id, b.lot_id,
        coalesce(sum(b.net) filter (where b.item = 'intact' and b.account_kind = 'opened'), 0)::bigint as opened,
        -coalesce(sum(b.net) filter (where b.item = 'container' and b.account_kind = 'opened'), 0)::bigint as made,
        coalesce(sum(b.net) filter (where b.item = 'container' and b.account_kind = 'custody'), 0)::bigint as owed,
        coalesce(sum(b.net) filter (where b.item = 'container' and b.account_kind = 'empties'), 0)::bigint as in_bin,
        coalesce(sum(b.net) filter (where b.item = 'container' and b.account_kind = 'destroyed'), 0)::bigint as destroyed,
        -coalesce(sum(b.net) filter (where b.item = 'content' and b.account_kind = 'opened'), 0)::bigint as drawn,
        coalesce(sum(b.net) filter (where b.item = 'content' and b.account_kind = 'patient'), 0)::bigint as given,
        coalesce(sum(b.net) filter (where b.item = 'content' and b.account_kind = 'disposed'), 0)::bigint as wasted,
        coalesce(sum(b.net) filter (where b.item = 'content' and b.account_kind = 'lost'), 0)::bigint as lost,
        coalesce(sum(b.net) filter (where b.item = 'content' and b.account_kind in ('sample', 'destroyed', 'adjustment')), 0)::bigint as sampled,
        coalesce(sum(b.net) filter (where b.item = 'content' and b.account_kind = 'sample'), 0)::bigint as in_samples,
        coalesce(sum(b.net) filter (where b.item = 'content' and b.account_kind = 'custody'), 0)::bigint as held
      from (${netBefore(tx, f.drugId === undefined ? { orgId: org } : { orgId: org, drugId: f.drugId }, tomorrow)}) b
      where b.item <> 'intact' or b.account_kind = 'opened'
      group by 1, 2) x
    join catalogue.drug_name d on d.org_id = ${org} and d.drug_id = x.drug_id
    join ledger.lot l on l.org_id = ${org} and l.id = x.lot_id
    where x.opened <> 0
      and (${f.lotNo ?? null}::text is null or l.lot_no = ${f.lotNo ?? null})
      and (${f.drugClass ?? null}::text is null or d.drug_class = ${f.drugClass ?? null})
      and (${f.state ?? null}::text is null or (x.owed + x.held + x.in_samples + x.in_bin > 0) = (${f.state ?? null} = 'open'))`
  },
})
