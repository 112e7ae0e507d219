import { expect } from 'vitest'
import { connectAs, type Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import type { CallInputOf } from '#core/contract.ts'
import { setBench, type Bench } from '#features/residue/testKit.ts'
import { openUnits } from '#features/residue/contract.ts'
import { fillPump, readOne, type PumpDetail } from './contract.ts'

/** A bench on which everybody signs in anew for each act: pumps run longer than a session that nobody uses. */
export async function setPumpBench(): Promise<Bench> {
  const bench = await setBench()
  Object.assign(bench.h, { as: (account: string) => connectAs(bench.h.transport, account, demoPassword) })
  return bench
}

export type FillInput = CallInputOf<typeof fillPump>

/** 50 ml at 5 ml/h of what is said. */
export const fillOf = (
  b: Bench,
  issueId: number,
  contents: FillInput['contents'],
  over: Partial<FillInput> = {},
): FillInput => ({
  issueId,
  contents,
  deviceNo: 'P-01',
  place: '手术 2 间',
  mode: 'continuous',
  diluent: '0.9% 氯化钠注射液',
  totalUl: 50_000,
  rateUlH: 5_000,
  route: '静脉泵注',
  prescribedBy: b.map.user('chensiyuan@lushan'),
  ...over,
})

/** So many ampoules of sufentanil (50 µg each) and of midazolam, opened in 陈思远's hand. */
export async function opened(
  b: Bench,
  units: number,
  midazolam = 0,
): Promise<{ id: number; codes: string[] }> {
  const taken = await b.take({ NAR017: units, ...(midazolam > 0 ? { PS1005: midazolam } : {}) })
  await (
    await b.h.as('chensiyuan@lushan')
  ).call(openUnits, { id: taken.id, units: taken.codes.map((code) => ({ code })) })
  return taken
}

/** filled = given + wasted + other + held, in every row, and no row holds less than nothing. */
export function closed(seen: PumpDetail): void {
  for (const row of [...seen.contents, ...seen.drugs]) {
    expect(row.filled).toBe(row.given + row.wasted + row.other + row.held)
    expect(Math.min(row.given, row.wasted, row.other, row.held)).toBeGreaterThanOrEqual(0)
  }
}

export async function seen(client: Client, id: number): Promise<PumpDetail> {
  const pump = await client.call(readOne, { id })
  closed(pump)
  return pump
}

/** What the hand of an issue holds of content, by code. */
export async function inHand(b: Bench, issueId: number): Promise<Record<string, number>> {
  const rows = await b.h.db.asOrg(
    b.map.orgId,
    (tx) => tx<{ code: string; quantity: number }[]>`
      select x.code, x.quantity from issue.issue i
      join ledger.balance x on x.org_id = i.org_id and x.account_id = i.account_id and x.item = 'content'
      where i.id = ${issueId} order by x.code`,
  )
  return Object.fromEntries(rows.map((r) => [r.code, r.quantity]))
}

/** Later, by the clock of the hospital. */
export function wait(b: Bench, minutes: number): void {
  b.h.clock.set(new Date(b.h.clock.now().getTime() + minutes * 60_000).toISOString())
}
