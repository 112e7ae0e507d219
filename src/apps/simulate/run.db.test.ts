import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { seedBaseData } from '#apps/demo/baseData.ts'
import { allRoutes } from '#apps/routes.ts'
import { connect } from '#core/db.ts'
import { localFiles } from '#core/files/store.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { cloneDatabase } from '#test/database.ts'
import { booksOf, type Books } from './books.ts'
import { readOptions } from './options.ts'
import { provinceOf, type Hospital, type Province } from './people.ts'
import { run, type Ran } from './run.ts'
import type { Stage } from './stage.ts'

// A hospital of nine people on two days, so that the whole of a run is seen in seconds.
const staff = {
  keeper: 2,
  theatrePharmacist: 3,
  wardPharmacist: 3,
  anaesthetist: 2,
  theatreNurse: 2,
  wardNurse: 3,
  doctor: 1,
  head: 1,
  admin: 1,
}
const tiny = (h: Hospital): Hospital => ({
  ...h,
  size: { ...h.size, surgeries: 3, wardOrders: 2, staff },
  staff: Object.fromEntries(
    Object.entries(h.staff).map(([role, all]) => [role, all.slice(0, staff[role as keyof typeof staff])]),
  ) as unknown as Hospital['staff'],
})

function tinyProvince(seed: number, institutions = 1): Province {
  const { cast, hospitals } = provinceOf(seed, institutions)
  const small = hospitals.map(tiny)
  const accounts = new Set(small.flatMap((h) => Object.values(h.staff).flat()).map((p) => p.account))
  const people = Object.fromEntries(
    Object.entries(cast.people).map(([org, all]) => [
      org,
      org.startsWith('sim0') ? all.filter((p) => accounts.has(p.account)) : all,
    ]),
  )
  return { cast: { ...cast, people }, hospitals: small }
}

const used: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const stop of used) await stop()
})

/** A clone of the tests' template: the demonstration's organisations stand beside the simulated ones and do nothing. */
async function stageOf(province: Province): Promise<Stage> {
  const database = await cloneDatabase()
  const dir = mkdtempSync(path.join(tmpdir(), 'zhuisu-simulate-'))
  const db = connect(database.appUrl, { name: 'simulate' })
  const auditor = connect(database.auditorUrl, { max: 2 })
  await seedBaseData(database.ownerUrl, db, '2026-06-30', province.cast)
  const close = async () => {
    await db.close()
    await auditor.close()
    await database.drop()
    rmSync(dir, { recursive: true, force: true })
  }
  used.push(close)
  const routes = allRoutes(localFiles(dir, { flush: false }))
  return { dir, db, auditor, routes, close, remove: close, analyse: () => Promise.resolve() }
}

async function lived(
  seed: number,
  path: '--fast' | '--slow',
  { institutions = 1, days = 2, lanes = 1 } = {},
): Promise<{ ran: Ran; books: Books; findings: number }> {
  const options = readOptions([
    ...['--institutions', String(institutions), '--days', String(days), '--lanes', String(lanes)],
    ...['--seed', String(seed), path],
  ])
  const province = tinyProvince(seed, institutions)
  const stage = await stageOf(province)
  const ran = await run(options, stage, () => {}, province)
  const books = await stage.auditor.transaction(booksOf)
  const findings = await stage.auditor.transaction(verifyLedger)
  return { ran, books, findings: findings.length }
}

test('the same seed gives the same books, to the last number, and by requests the same in words', async () => {
  const [one, two, slow] = [await lived(11, '--fast'), await lived(11, '--fast'), await lived(11, '--slow')]
  expect(one.books.movements).toBeGreaterThan(20)
  expect(two.books).toEqual(one.books)
  expect(two.ran.truth).toEqual(one.ran.truth)
  expect(slow.books).toMatchObject({ movements: one.books.movements, words: one.books.words })
  expect(slow.ran.tally).toEqual(one.ran.tally)
  expect([one.findings, two.findings, slow.findings]).toEqual([0, 0, 0])
}, 240_000)

test('two hospitals at the same time do what they do one after the other', async () => {
  const together = { institutions: 2, days: 1 }
  const [one, two] = [await lived(5, '--fast', together), await lived(5, '--fast', { ...together, lanes: 2 })]
  expect(one.books.movements).toBeGreaterThan(20)
  expect(two.books).toMatchObject({ movements: one.books.movements, words: one.books.words })
  expect(two.ran.tally).toEqual(one.ran.tally)
  const said = (ran: Ran) => ran.truth.acts.map(({ movements: _numbers, ...act }) => act)
  expect(said(two.ran)).toEqual(said(one.ran))
  expect([one.findings, two.findings]).toEqual([0, 0])
}, 240_000)
