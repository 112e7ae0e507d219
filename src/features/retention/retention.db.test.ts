import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectAs, type Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { holdRecords, releaseHolds } from '#core/hold.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { askReport } from '#core/reports/contract.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { oneBox, type Story } from '#test/story.ts'
import {
  addRule,
  applyBatch,
  approveBatch,
  endRule,
  executeBatch,
  listBatches,
  readRetention,
} from './contract.ts'

let h: Hospital
let story: Story
let head: Client
let director: Client
let keeper: Client
beforeAll(async () => {
  h = await startHospital()
  story = await oneBox(h)
  head = await h.as('liuguodong@lushan')
})
afterAll(() => h.stop())

const second = witness('lizhenhua@lushan')
const register = async () => (await head.call(readRetention, {})).rows.find((r) => r.record === 'register')
const apply = () => head.call(applyBatch, { record: 'register', reason: '到期清理' })
const patient = async () => {
  const [row] = await h.auditor.transaction(
    (tx) => tx<{ name: string; recordNo: string; diagnosis: string }[]>`
      select patient_name as name, record_no, diagnosis from issue.issue where id = ${story.issueId}`,
  )
  return row
}
const salts = async () => {
  const [row] = await h.auditor.transaction(
    (tx) => tx<{ n: number }[]>`
      select count(*)::int as n from audit.salt s join audit.event e on e.org_id = s.org_id and e.id = s.event_id
      where e.subject_kind = 'issue' and e.subject_id = ${story.issueId}`,
  )
  return row?.n
}

test('within its term nothing can be destroyed', async () => {
  expect(await register()).toMatchObject({ records: 1, passed: 0, erasable: true })
  expect(await refusalOf(apply())).toBe('RETENTION_NOTHING_PASSED')
})

test('five years after the lot expired the record has passed its term, unless a rule of the hospital’s own keeps it', async () => {
  h.clock.set('2033-09-01T01:00:00.000Z')
  head = await connectAs(h.transport, 'liuguodong@lushan', demoPassword)
  director = await connectAs(h.transport, 'tanjianguo@lushan', demoPassword)
  keeper = await connectAs(h.transport, 'wangxuemei@lushan', demoPassword)
  expect(await register()).toMatchObject({ passed: 1, held: 0 })
  await head.call(addRule, { record: 'register', base: 'day', years: 10, basis: '本院规定' })
  const kept = await register()
  expect(kept).toMatchObject({ passed: 0 })
  await director.call(endRule, {
    ruleId: kept?.rules.find((r) => r.id !== null)?.id ?? 0,
    reason: '改回法定',
  })
  expect(await register()).toMatchObject({ passed: 1 })
})

test('four people, in this order, none of them twice', async () => {
  const batch = await apply()
  expect(batch.records).toBe(1)
  const input = { id: batch.id, method: '碎纸' as const, place: '档案室' }
  expect(await refusalOf(keeper.call(executeBatch, input, second))).toBe('DOCUMENT_CLOSED')
  expect(await refusalOf(head.call(approveBatch, { id: batch.id }))).toBe('FORBIDDEN')
  await director.call(approveBatch, { id: batch.id })
  expect(await refusalOf(director.call(approveBatch, { id: batch.id }))).toBe('DOCUMENT_CLOSED')
  expect(await patient()).toMatchObject({ name: '罗桂英' })
})

test('a record that a case has frozen meanwhile stays, and the batch says so', async () => {
  const [open] = (await head.call(listBatches, {})).rows
  const actor = { orgId: story.at.orgId, userId: 1, at: h.clock.now().toISOString() } as never
  const cause = { kind: 'incident', id: 1, no: 'SJ-1' }
  const [userId] = await h.auditor.transaction(
    (tx) => tx<{ id: number }[]>`select id from identity.app_user where account = 'liqian@lushan'`,
  )
  const holder = { ...(actor as object), userId: userId?.id } as never
  await h.db.asOrg(story.at.orgId, (tx) =>
    holdRecords(tx, holder, { cause, reason: '取证', records: [{ kind: 'issue', subject: story.issueId }] }),
  )
  expect(await register()).toMatchObject({ passed: 1, held: 1 })
  expect(await refusalOf(apply())).toBe('RETENTION_NOTHING_PASSED')
  const done = await keeper.call(executeBatch, { id: open?.id ?? 0, method: '碎纸', place: '档案室' }, second)
  expect(done).toEqual({ erased: 0, held: 1 })
  expect(await patient()).toMatchObject({ name: '罗桂英' })
  await h.db.asOrg(story.at.orgId, (tx) => releaseHolds(tx, holder, { cause, reason: '结案' }))
})

test('destroyed, the person is gone from rows and proofs, and the books still prove themselves', async () => {
  expect(await salts()).toBeGreaterThan(0)
  const batch = await apply()
  await director.call(approveBatch, { id: batch.id })
  const done = await keeper.call(executeBatch, { id: batch.id, method: '碎纸', place: '档案室' }, second)
  expect(done).toEqual({ erased: 1, held: 0 })
  expect(await patient()).toEqual({ name: '已销毁', recordNo: '已销毁', diagnosis: '已销毁' })
  expect(await salts()).toBe(0)
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  const register = await head.call(askReport('destroyed'), { from: '2033-09-01', to: '2033-09-02' })
  expect(register.rows.map((r) => [r.cells['no'], r.cells['keepTo']])).toEqual([
    [story.issueNo, '2033-08-31'],
  ])
  expect(await refusalOf(apply())).toBe('RETENTION_NOTHING_PASSED')
})

test('the program cannot erase outside a batch, nor one batch twice', async () => {
  const erase = (id: number, at: string) =>
    h.db.asOrg(story.at.orgId, (tx) => tx`select * from retention.erase(${story.at.orgId}, ${id}, ${at})`)
  const [batch] = (await head.call(listBatches, {})).rows
  await expect(erase(batch?.id ?? 0, '2040-01-01T00:00:00.000Z')).rejects.toThrow(/erased once/)
  await expect(erase(999_999, '2040-01-01T00:00:00.000Z')).rejects.toThrow(/erased once/)
  const other = h.db.asOrg(
    story.at.orgId,
    (tx) => tx`select * from retention.erase(${story.at.orgId + 1}, 1, now())`,
  )
  await expect(other).rejects.toThrow()
})
