import { id } from '#core/contract.ts'
import { drugColumns } from '#core/reports/columns.ts'
import { filter, hidden, period } from '#core/reports/filters.ts'
import { report, type ReportColumn, type ReportQuery, type SqlRow } from '#core/reports/report.ts'
import { figuresFromDays, figuresFromEntries } from './turnoverFigures.ts'

interface Asked {
  readonly placeId?: number
  readonly accountId?: number
  readonly from?: string
  readonly to?: string
}

const whereOf = (f: Asked): string =>
  `${f.placeId ? `&placeId=${f.placeId}` : ''}${f.accountId ? `&accountId=${f.accountId}` : ''}`

/** The entries whose changes add up to the figure. */
function entriesOf(moves: 'in' | 'out', group: string) {
  return (row: SqlRow, q: ReportQuery): string => {
    const f = q.filters as Asked
    const days = `${f.from ? `&from=${f.from}` : ''}${f.to ? `&to=${f.to}` : ''}`
    return `/reports/entries?drugId=${String(row['drugId'])}&item=intact&moves=${moves}&group=${group}${whereOf(f)}${days}`
  }
}

/** What stood in the books when the period began or ended. */
function heldOf(end: 'from' | 'to') {
  return (row: SqlRow, q: ReportQuery): string => {
    const f = q.filters as Asked
    // The first instant of the period is not in the opening, nor the first one after it in the closing.
    const asOf = new Date(Date.parse(q.period[end]) - 1).toISOString()
    return `/reports/stockLots?drugId=${String(row['drugId'])}&asOf=${asOf}${whereOf(f)}`
  }
}

const figure = (key: string, title: string, to: ReportColumn['to']): ReportColumn => ({
  key,
  title,
  kind: 'quantity',
  unitKey: 'unit',
  total: true,
  width: 1,
  ...(to ? { to } : {}),
})

/**
 * 进销存: opening + in − out = closing, for the hospital (what crosses the border of its inside accounts) or for one
 * place. A reversal stands with a minus in the column that it takes back.
 */
export const turnover = report({
  code: 'turnover',
  title: '进销存',
  group: 'stock',
  basis: '建设方案：进销存查询',
  permission: 'stock.read',
  filters: {
    ...period,
    drugId: filter.drug,
    placeId: filter.place,
    accountId: hidden(id),
    drugClass: filter.drugClass,
  },
  order: { drug: 'text', spec: 'text', drugId: 'bigint' },
  adds: true,
  print: { paper: 'landscape', lines: 13 },
  note: '期初 + 购入 + 其他收入 − 使用 − 其他发出 = 期末；未选储位时按全院，储位、在途、在手、待查都算在内',
  columns: [
    ...drugColumns,
    figure('opening', '期初', heldOf('from')),
    figure('bought', '购入', entriesOf('in', 'purchase')),
    figure('otherIn', '其他收入', entriesOf('in', 'other')),
    figure('used', '使用', entriesOf('out', 'use')),
    figure('otherOut', '其他发出', entriesOf('out', 'other')),
    figure('closing', '期末', heldOf('to')),
    { key: 'manufacturer', title: '生产单位', kind: 'text', width: 1.6 },
  ],
  rows: (tx, { org, period: p, filters: f }) => {
    const figures =
      f.accountId === undefined
        ? figuresFromDays(tx, org, p, { drugId: f.drugId, placeId: f.placeId })
        : figuresFromEntries(tx, org, p, { drugId: f.drugId, accountId: f.accountId })
    return tx`
    select d.drug_id, d.name as drug, fo.form, d.spec, d.unit, fo.manufacturer, x.opening, x.bought, x.other_in, x.used, x.other_out,
      (x.opening + x.bought + x.other_in - x.used - x.other_out)::bigint as closing, '/ledger?drugId=' || d.drug_id as link
    from (
      select n.drug_id, sum(n.opening)::bigint as opening, sum(n.bought)::bigint as bought, sum(n.other_in)::bigint as other_in,
        sum(n.used)::bigint as used, sum(n.other_out)::bigint as other_out
      from (${figures}) n group by 1) x
    join catalogue.drug_name d on d.org_id = ${org} and d.drug_id = x.drug_id
    left join catalogue.formulary fo on fo.org_id = ${org} and fo.drug_id = d.drug_id
    where (${f.drugClass ?? null}::text is null or d.drug_class = ${f.drugClass ?? null})`
  },
})
