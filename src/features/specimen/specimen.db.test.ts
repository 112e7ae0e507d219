import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { listStaff } from '#features/staff/contract.ts'
import { refusalOf, startHospital, type Hospital } from '#test/harness.ts'
import { signature } from '../../../samples/signature.ts'
import { fileSpecimen, listSigners, readSpecimen, specimensOf, type SpecimenKind } from './contract.ts'

let h: Hospital
let head: Client
let people: Record<string, number>

beforeAll(async () => {
  h = await startHospital()
  head = await h.as('liuguodong@lushan')
  const { rows } = await head.call(listStaff, { pageSize: 500 })
  people = Object.fromEntries(rows.map((p) => [p.name, p.userId]))
})
afterAll(() => h.stop())

interface Filed {
  readonly name: string
  readonly from: string
  readonly seed: number
  readonly kind?: SpecimenKind
}
const file = ({ name, from, seed, kind = 'signature' }: Filed) =>
  head.call(fileSpecimen, { userId: people[name] ?? 0, kind, validFrom: from }, { file: signature(seed) })
const current = async (client: Client, name: string, day?: string) =>
  (await client.call(specimensOf, { userId: people[name] ?? 0, day })).rows
    .filter((s) => s.current)
    .map((s) => s.validFrom)

test('who prescribes or dispenses needs one; those without stand first', async () => {
  const { rows } = await head.call(listSigners, { pageSize: 100 })
  expect(rows.map((r) => r.name)).toContain('孙立')
  // No right to prescribe, and none to dispense.
  expect(rows.map((r) => r.name)).not.toContain('王雪梅')
  expect(await refusalOf(file({ name: '王雪梅', from: '2026-11-01', seed: 1 }))).toBe('SPECIMEN_NOT_SIGNER')
  await file({ name: '孙立', from: '2025-01-01', seed: 1 })
  const again = (await head.call(listSigners, { pageSize: 100 })).rows
  expect(again.at(-1)?.name).toBe('孙立')
  expect(
    (await head.call(listSigners, { state: 'missing', pageSize: 100 })).rows.map((r) => r.name),
  ).not.toContain('孙立')
})

test('a new one replaces from its day on, never backwards; the old one stays for old prescriptions', async () => {
  expect(await refusalOf(file({ name: '孙立', from: '2026-11-22', seed: 2 }))).toBe('SPECIMEN_BACKDATED')
  expect(await refusalOf(file({ name: '孙立', from: '2026-11-23', seed: 1 }))).toBe('EVIDENCE_REUSED')
  await file({ name: '孙立', from: '2026-12-01', seed: 3 })
  expect(await current(head, '孙立')).toEqual(['2025-01-01'])
  expect(await current(head, '孙立', '2026-12-01')).toEqual(['2026-12-01'])
  expect(await current(head, '孙立', '2026-11-30')).toEqual(['2025-01-01'])
  // A seal is another kind: it may be older than the signature.
  await file({ name: '孙立', from: '2024-06-01', seed: 4, kind: 'seal' })
  expect(await current(head, '孙立')).toHaveLength(2)
})

test('only an image, and a small one', async () => {
  const ask = (bytes: Uint8Array) =>
    refusalOf(
      head.call(
        fileSpecimen,
        { userId: people['陈思远'] ?? 0, kind: 'signature', validFrom: '2026-11-01' },
        { file: bytes },
      ),
    )
  expect(await ask(new TextEncoder().encode('<svg/>'))).toBe('FILE_TYPE_REFUSED')
  expect(await ask(new Uint8Array(500 * 1024 + 1))).toBe('FILE_TOO_LARGE')
  expect(await ask(new Uint8Array())).toBe('FILE_EMPTY')
})

test('the window sees it as it was filed; another hospital sees nothing', async () => {
  const window = await h.as('pengli@lushan')
  const { rows } = await window.call(specimensOf, { userId: people['孙立'] ?? 0 })
  const specimenId = rows.find((s) => s.current && s.kind === 'signature')?.specimenId ?? 0
  expect(Buffer.from(await window.download(readSpecimen, { specimenId }))).toEqual(Buffer.from(signature(1)))
  const city = await h.as('hemingyuan@cswjw')
  expect(await current(city, '孙立')).toHaveLength(2)
  const other = await h.as('tanyong@huaichuan')
  expect(await refusalOf(other.call(specimensOf, { userId: people['孙立'] ?? 0 }))).toBe('NOT_FOUND')
  expect(await refusalOf(other.download(readSpecimen, { specimenId }))).toBe('NOT_FOUND')
  expect(
    await refusalOf(
      window.call(
        fileSpecimen,
        { userId: people['孙立'] ?? 0, kind: 'seal', validFrom: '2026-12-01' },
        { file: signature(9) },
      ),
    ),
  ).toBe('FORBIDDEN')
})
