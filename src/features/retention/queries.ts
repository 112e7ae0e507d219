import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { recordKinds, standardRules, type RecordKind } from '#core/retention/rules.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { erasable, listBatches, readRetention, type Erasable, type RecordRow } from './contract.ts'
import { passed } from './passed.ts'
import { stateOf } from './rules.ts'
import { batches, countOf, lotsOf, ownRules } from './store.ts'

const isErasable = (record: RecordKind): record is Erasable =>
  (erasable as readonly string[]).includes(record)

type Figures = Pick<RecordRow, 'unit' | 'records' | 'passed' | 'held' | 'oldest'>

async function figuresOf(tx: Tx, org: number, record: RecordKind, at: string): Promise<Figures | undefined> {
  if (isErasable(record)) {
    const found = await passed(tx, org, record, at)
    const { records, oldest } = await countOf(tx, org, record)
    return { unit: '条', records, oldest, passed: found.length, held: found.filter((f) => f.held).length }
  }
  if (record !== 'book' && record !== 'loop') return undefined
  const years = Math.max(
    ...[...standardRules, ...(await ownRules(tx, org, dayOf(at)))].flatMap((r) =>
      r.record === record && r.base === 'expiry' ? [r.years] : [],
    ),
  )
  return { unit: '个批号', held: 0, ...(await lotsOf(tx, org, dayOf(at), years)) }
}

export const retentionQueries: Route[] = [
  on(readRetention, async (tx, actor, input) => {
    const org = input.org ?? actor.orgId
    const [readable] = await tx`select 1 where ${org}::bigint = any (core.readable_orgs())`
    if (!readable) throw new Refusal('NOT_FOUND')
    const today = dayOf(actor.at)
    const own = await ownRules(tx, org, today)
    const rows: RecordRow[] = []
    for (const [record, title] of Object.entries(recordKinds) as [RecordKind, string][]) {
      const figures = await figuresOf(tx, org, record, actor.at)
      if (!figures) continue
      const law = standardRules.filter((r) => r.record === record)
      rows.push({
        record,
        title,
        rules: [
          ...law.map((r) => ({ ...r, id: null, validFrom: null })),
          ...own.filter((r) => r.record === record),
        ],
        erasable: isErasable(record),
        ...figures,
      })
    }
    return { rows, today }
  }),

  on(listBatches, async (tx, actor, { org, page, pageSize }) => {
    const found = await batches(tx, {
      org: org ?? actor.orgId,
      limit: pageSize,
      offset: (page - 1) * pageSize,
    })
    return {
      rows: found.map(({ total: _, ...b }) => ({
        ...b,
        title: recordKinds[b.record as RecordKind],
        state: stateOf(b),
      })),
      total: found[0]?.total ?? 0,
    }
  }),
]
