import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { tidy } from '#core/tidy.ts'
import { refusalOf, startHospital, type Hospital } from '#test/harness.ts'
import {
  approveApplication,
  beginApplication,
  listApplications,
  listAuthorities,
  lookApplication,
  putPaper,
  readApplication,
  readPaper,
  readSetup,
  rejectApplication,
  saveApplication,
  submitApplication,
  withdrawApplication,
} from './contract.ts'
import { applied, base64, drafted, handedIn, licenceOf, picture } from './testKit.ts'

let h: Hospital
let city: Client
const authority = { city: 0, province: 0 }
beforeAll(async () => {
  h = await startHospital()
  city = await h.as('hemingyuan@cswjw')
  const { rows } = await h.nobody.call(listAuthorities, {})
  authority.city = rows.find((r) => r.name === '长沙市卫生健康委员会')?.orgId ?? 0
  authority.province = rows.find((r) => r.name === '湖南省卫生健康委员会')?.orgId ?? 0
})
afterAll(() => h.stop())

async function onTheDesk(no: string, reviewer = city) {
  const { rows } = await reviewer.call(listApplications, { q: no })
  const row = rows[0]
  return { row, detail: row && (await reviewer.call(readApplication, { id: row.id })) }
}

describe('who may not', () => {
  test('a wrong code, a number that does not exist and another’s code are answered alike, five times', async () => {
    const one = await drafted(h.nobody, authority.city, { seed: 8 })
    const other = await drafted(h.nobody, authority.city, { seed: 9 })
    expect(
      await refusalOf(h.nobody.call(lookApplication, { no: 'RZ-20261123-999999', code: one.code })),
    ).toBe('APPLICATION_UNKNOWN')
    expect(await refusalOf(h.nobody.call(submitApplication, { no: one.no, code: other.code }))).toBe(
      'APPLICATION_UNKNOWN',
    )
    const wrong = () => refusalOf(h.nobody.call(lookApplication, { no: one.no, code: 'AAAA' }))
    for (let i = 0; i < 4; i++) expect(await wrong()).toBe('APPLICATION_UNKNOWN')
    expect(await wrong()).toBe('SIGN_IN_THROTTLED')
    expect(await refusalOf(h.nobody.call(lookApplication, { no: one.no, code: one.code }))).toBe(
      'SIGN_IN_THROTTLED',
    )
    // Another application is not closed by it.
    expect((await h.nobody.call(lookApplication, { no: other.no, code: other.code })).no).toBe(other.no)
    h.clock.advance(16 * 60_000)
    expect((await h.nobody.call(lookApplication, { no: one.no, code: one.code })).no).toBe(one.no)
  })

  test('a right code ends the row of wrong ones', async () => {
    const { no, code } = await drafted(h.nobody, authority.city, { seed: 21 })
    const look = (given: string) => refusalOf(h.nobody.call(lookApplication, { no, code: given }))
    for (const given of ['A', 'B', 'C', code, 'D', 'E', 'F', 'G']) {
      h.clock.advance(1_000)
      expect(await look(given)).toBe(given === code ? 'WENT THROUGH' : 'APPLICATION_UNKNOWN')
    }
    expect(await look(code)).toBe('WENT THROUGH')
  })

  test('another authority neither sees nor decides it, and a hospital has no such page', async () => {
    const { no } = await handedIn(h.nobody, authority.city, { seed: 10 })
    const { detail } = await onTheDesk(no)
    const decide = { id: detail?.id ?? 0, version: detail?.version ?? 0 }
    for (const account of ['tangwei@csyjj', 'fengjie@hnwjw']) {
      const other = await h.as(account)
      expect((await other.call(listApplications, { q: no })).total).toBe(0)
      expect(await refusalOf(other.call(readApplication, { id: decide.id }))).toBe('NOT_FOUND')
      expect(await refusalOf(other.download(readPaper, { id: decide.id, kind: 'licence' }))).toBe('NOT_FOUND')
      expect(await refusalOf(other.call(approveApplication, decide))).toBe('NOT_FOUND')
      expect(await refusalOf(other.call(rejectApplication, { ...decide, reason: '不行' }))).toBe('NOT_FOUND')
    }
    const head = await h.as('liuguodong@lushan')
    expect(await refusalOf(head.call(approveApplication, decide))).toBe('FORBIDDEN')
  })

  test('the database itself founds nothing for another authority, and no state is written past it', async () => {
    const { no } = await handedIn(h.nobody, authority.city, { seed: 11 })
    const { detail } = await onTheDesk(no)
    const id = detail?.id ?? 0
    const found = (org: number) =>
      h.db.asOrg(
        org,
        async (tx) => (await tx<{ id: number | null }[]>`select onboarding.found(${id}, now()) as id`)[0]?.id,
      )
    expect(await found(authority.province)).toBeNull()
    const asCity = (sql: string) => h.db.asOrg(authority.city, (tx) => tx.unsafe(sql))
    await expect(
      asCity(`update onboarding.application set state = 'approved' where id = ${id}`),
    ).rejects.toThrow(/application_founded/)
    await expect(asCity(`update onboarding.application set founded_id = 1 where id = ${id}`)).rejects.toThrow(
      /permission denied/,
    )
    await expect(asCity(`delete from onboarding.application where id = ${id}`)).rejects.toThrow(
      /permission denied/,
    )
    await expect(
      asCity(`insert into onboarding.application (org_id, kind, no, org_code, query_hash, state, version, name, from_address, created_at, saved_at)
        values (${authority.city}, 'institution', 'RZ-X', 'yx', decode(repeat('00', 32), 'hex'), 'rejected', 1, 'x', 'x', now(), now())`),
    ).rejects.toThrow(/row-level security/)
    await expect(
      asCity(
        `insert into identity.org (kind, code, name, region) values ('institution', 'x', 'x', '430100')`,
      ),
    ).rejects.toThrow(/permission denied/)
    const [kept] = await h.auditor.transaction(
      (tx) => tx<{ hash: Uint8Array; password: string }[]>`
      select query_hash as hash, admin_password as password from onboarding.application where id = ${id}`,
    )
    expect(kept?.hash).toHaveLength(32)
    expect(kept?.password).toMatch(/^\$argon2id\$/)
  })
})

describe('what is not taken', () => {
  test('fields that are wrong are named', async () => {
    const faultsOf = (given: object) =>
      h.nobody
        .call(beginApplication, {
          kind: 'institution',
          authorityId: authority.city,
          name: 'x',
          ...given,
        } as never)
        .then(
          () => [],
          (e: { problem: { faults: { field?: string }[] } }) => e.problem.faults.map((f) => f.field),
        )
    expect(
      await faultsOf({
        creditCode: '124301004447000011',
        licenceNo: '123',
        phone: '12',
        region: '110101',
        adminAccount: 'admin@lushan',
        password: 'short',
        grade: '四级',
      }),
    ).toEqual(['creditCode', 'phone', 'region', 'grade', 'licenceNo', 'adminAccount', 'password', 'password'])
    expect(
      await refusalOf(
        h.nobody.call(beginApplication, { kind: 'institution', authorityId: 999_999, name: 'x' }),
      ),
    ).toBe('NOT_FOUND')
    const lushan = (await (await h.as('liqian@lushan')).call(readSetup, {})).steps
    expect(lushan).toBeNull()
  })

  test('a file that is no picture, empty, or over 500 kB', async () => {
    const { no, code } = await drafted(h.nobody, authority.city, { seed: 12, papers: [] })
    const put = (content: string) =>
      refusalOf(h.nobody.call(putPaper, { no, code, kind: 'licence', content }))
    expect(await put(base64(new TextEncoder().encode('<svg onload="x"/>')))).toBe('FILE_TYPE_REFUSED')
    expect(await put(base64(picture(1).slice(0, 40)))).toBe('FILE_TYPE_REFUSED')
    expect(await put('')).toBe('FILE_EMPTY')
    expect(await put(base64(picture(1, 500 * 1024 + 1)))).toBe('FILE_TOO_LARGE')
    expect(await put(base64(picture(1, 500 * 1024)))).toBe('WENT THROUGH')
    const far = await h.app.inject({
      method: 'POST',
      url: '/api/onboarding/papers',
      payload: { no, code, kind: 'licence', content: 'A'.repeat(5_000_000) },
    })
    expect(far.statusCode).toBe(413)
  })

  test('a licence that is over', async () => {
    const draft = await drafted(h.nobody, authority.city, { seed: 13, licenceTo: '2026-11-22' })
    expect(await refusalOf(h.nobody.call(submitApplication, draft))).toBe('APPLICATION_LICENCE_OVER')
  })

  test('the same licence twice: the reviewer is warned, and a second hospital does not come of it', async () => {
    const before = (await onTheDesk((await handedIn(h.nobody, authority.city, { seed: 2 })).no)).detail
    await city.call(approveApplication, { id: before?.id ?? 0, version: before?.version ?? 0 })
    const { no } = await handedIn(h.nobody, authority.city, { seed: 2, name: '长沙市另一家医院' })
    const { detail } = await onTheDesk(no)
    expect(detail?.twins[0]).toMatchObject({
      of: 'org',
      name: applied(2).name,
      same: ['统一社会信用代码相同', '登记号相同'],
    })
    const decide = { id: detail?.id ?? 0, version: detail?.version ?? 0 }
    expect(await refusalOf(city.call(approveApplication, decide))).toBe('APPLICATION_LICENCE_TAKEN')
    expect((await onTheDesk(no)).row?.state).toBe('submitted')
  })

  test('warnings also come from another desk, which stays closed, and from names that are alike', async () => {
    const elsewhere = await handedIn(h.nobody, authority.province, { seed: 14 })
    const { no } = await handedIn(h.nobody, authority.city, {
      seed: 14,
      name: '麓山中心医院',
      licenceNo: licenceOf(15),
    })
    const twins = (await onTheDesk(no)).detail?.twins
    expect(twins).toEqual([
      {
        of: 'application',
        name: '向湖南省卫生健康委员会提交的申请',
        same: ['统一社会信用代码相同'],
        detail: '待审核',
      },
      { of: 'org', name: '长沙市麓山中心医院', same: ['名称相近'], detail: '已入驻，机构代码 lushan' },
    ])
    expect(JSON.stringify(twins)).not.toContain(elsewhere.no)
  })
})

test('drafts that nobody touched for thirty days are cleared with their papers; what was handed in stays', async () => {
  const draft = await drafted(h.nobody, authority.city, { seed: 17 })
  const kept = await handedIn(h.nobody, authority.city, { seed: 18 })
  const count = async () =>
    (
      await h.auditor.transaction(
        (tx) =>
          tx<{ no: string }[]>`select no from onboarding.application where no in (${draft.no}, ${kept.no})`,
      )
    ).map((r) => r.no)
  h.clock.advance(29 * 86_400_000)
  await tidy(h.db, h.clock)
  expect(await count()).toHaveLength(2)
  h.clock.advance(2 * 86_400_000)
  await tidy(h.db, h.clock)
  expect(await count()).toEqual([kept.no])
  const said = await h.auditor.transaction(
    (tx) =>
      tx<
        { what: string; rows: number }[]
      >`select what, sum(rows)::int as rows from core.tidied where what like 'draft%' group by 1 order by 1`,
  )
  expect(said.map((s) => s.what)).toEqual(['draftApplication', 'draftPaper'])
  expect(await refusalOf(h.nobody.call(lookApplication, draft))).toBe('APPLICATION_UNKNOWN')
})

test('one address begins twenty a day and no more; a password costs nothing by then', async () => {
  h.clock.advance(2 * 86_400_000)
  const begin = () =>
    refusalOf(
      h.nobody.call(beginApplication, { kind: 'institution', authorityId: authority.city, name: '某医院' }),
    )
  const first = await Promise.all(Array.from({ length: 24 }, begin))
  expect(first.filter((r) => r === 'WENT THROUGH')).toHaveLength(20)
  expect(first.filter((r) => r === 'APPLICATION_TOO_MANY')).toHaveLength(4)
  h.clock.advance(86_400_000)
  expect(await begin()).toBe('WENT THROUGH')
})

test('an application is changed two hundred times and no more', async () => {
  const draft = await drafted(h.nobody, authority.city, { seed: 20 })
  const proof = { no: draft.no, code: draft.code }
  await h.db.asOrg(
    authority.city,
    (tx) =>
      tx`update onboarding.application set version = 200 where org_id = ${authority.city} and no = ${draft.no}`,
  )
  expect(await refusalOf(h.nobody.call(saveApplication, { ...proof, name: '某医院' }))).toBe(
    'APPLICATION_CHANGES',
  )
  const paper = { ...proof, kind: 'licence' as const, content: base64(picture(1)) }
  expect(await refusalOf(h.nobody.call(putPaper, paper))).toBe('APPLICATION_CHANGES')
  expect((await h.nobody.call(withdrawApplication, proof)).state).toBe('withdrawn')
})

test('when the desks are full nobody begins, and what was begun goes on', async () => {
  const mine = await drafted(h.nobody, authority.city, { seed: 19 })
  const fill = (n: number) =>
    h.db.asOrg(
      authority.city,
      (tx) => tx`
        insert into onboarding.application (org_id, kind, no, org_code, query_hash, state, version, name, from_address, created_at, saved_at)
        select ${authority.city}, 'institution', 'RZ-F-' || g, 'f' || g, decode(repeat('00', 32), 'hex'), 'draft', 1, 'x', '10.0.0.1', now(), now()
        from generate_series(1, ${n}::int) g`,
    )
  await fill(500)
  expect(
    await refusalOf(
      h.nobody.call(beginApplication, { kind: 'institution', authorityId: authority.city, name: '某医院' }),
    ),
  ).toBe('APPLICATION_DESK_FULL')
  expect((await h.nobody.call(submitApplication, mine)).state).toBe('submitted')
})
