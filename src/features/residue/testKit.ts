import { expect } from 'vitest'
import type { Client } from '#apps/client.ts'
import type { IssueDetail, IssueUnit } from '#features/issue/contract.ts'
import { issue, stockUp, surgery, theatreOf, type Theatre } from '#features/issue/testKit.ts'
import { startHospital, type Hospital } from '#test/harness.ts'

/** A theatre with one box of each of five drugs: 陈思远 has it in hand, 周婧 watches, 李倩 gives out and takes back. */
export interface Bench {
  readonly h: Hospital
  readonly map: Theatre
  readonly chen: Client
  readonly li: Client
  /** drug → the code of its box; drug → the number of its lot */
  readonly boxes: Readonly<Record<string, string>>
  readonly lots: Readonly<Record<string, number>>
  /** So many units of each drug, one surgery. Labels come in the order of the drugs. */
  readonly take: (units: Record<string, number>) => Promise<{ id: number; codes: string[] }>
}

const drugs = ['NAR017', 'PS1005', 'NAR020', 'NAR015', 'NAR031']

export async function setBench(at?: string): Promise<Bench> {
  const h = await startHospital()
  if (at) h.clock.set(at)
  const map = await theatreOf(h)
  const codes = await stockUp(
    h,
    'B01',
    drugs.map((drug) => ({ drug, lotNo: `L-${drug}`, boxes: 1 })),
  )
  const boxes = Object.fromEntries(drugs.map((drug, i) => [drug, codes[i]?.[0] ?? '']))
  const rows = await h.db.asOrg(
    map.orgId,
    (tx) => tx<{ id: number; lotNo: string }[]>`select id, lot_no from ledger.lot`,
  )
  const lots = Object.fromEntries(rows.map((row) => [row.lotNo.slice(2), row.id]))
  const take: Bench['take'] = async (units) => {
    const plan = Object.entries(units).map(([drug, n]) => ({ drugId: map.drug(drug), units: n }))
    const picks = Object.entries(units).map(([drug, n]) => ({ code: boxes[drug] ?? '', units: n }))
    const made = await issue(h, surgery(map, { plan, picks }))
    const of = (drug: string) => made.labels.filter((l) => l.parent === boxes[drug]).map((l) => l.code)
    return { id: made.id, codes: Object.keys(units).flatMap(of) }
  }
  return { h, map, chen: await h.as('chensiyuan@lushan'), li: await h.as('liqian@lushan'), boxes, lots, take }
}

/** What the table of units must always say. */
export function balanced(seen: IssueDetail): void {
  const units: IssueUnit[] = seen.drugs.flatMap((d) => d.units)
  for (const u of units) {
    expect(u.issued).toBe(u.intact + u.opened + u.returned + u.handedOver)
    expect(u.contentOpened).toBe(
      u.contentGiven + u.contentWasted + u.contentLost + u.contentSampled + u.contentLeft,
    )
    expect(u.containersMade).toBe(u.containersBack + u.containersOwed)
  }
  const sum = (f: (u: IssueUnit) => number) => units.reduce((n, u) => n + f(u), 0)
  expect([seen.intactUnits, seen.containers]).toEqual([sum((u) => u.intact), sum((u) => u.containersOwed)])
  // The statement's last line is the headline, drug by drug.
  for (const d of seen.drugs) {
    const lines = seen.statement.filter((s) => s.drugId === d.drugId)
    const left = (f: (u: IssueUnit) => number) => d.units.reduce((n, u) => n + f(u), 0)
    expect(lines.reduce((n, s) => n + s.intact, 0)).toBe(left((u) => u.intact))
    expect(lines.reduce((n, s) => n + s.content, 0)).toBe(left((u) => u.contentLeft))
    expect(lines.reduce((n, s) => n + s.containers, 0)).toBe(left((u) => u.containersOwed))
  }
}
