import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectAs, type Client } from '#apps/client.ts'
import { signIn } from '#core/identity/contract.ts'
import { institutionRoles } from '#core/identity/roles.ts'
import { createDepartment } from '#features/places/contract.ts'
import { createStaff, listStaff } from '#features/staff/contract.ts'
import { readOverview } from '#features/supervision/contract.ts'
import { refusalOf, startHospital, type Hospital } from '#test/harness.ts'
import {
  approveApplication,
  beginApplication,
  listApplications,
  listAuthorities,
  lookApplication,
  lookPaper,
  putPaper,
  readApplication,
  readPaper,
  readSetup,
  rejectApplication,
  returnApplication,
  saveApplication,
  submitApplication,
  withdrawApplication,
} from './contract.ts'
import { applied, base64, creditCodeOf, drafted, handedIn, licenceOf, picture } from './testKit.ts'

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

/** The events of the city's books about this application, in order, as they stand in the bytes. */
async function events(
  no: string,
): Promise<{ type: string; actor: number | null; personal: object; data: Record<string, unknown> }[]> {
  const rows = await h.auditor.transaction(
    (tx) => tx<{ bytes: Uint8Array }[]>`
      select bytes from audit.event where org_id = ${authority.city} and subject_kind = 'application' order by id`,
  )
  return rows
    .map(
      (r) =>
        JSON.parse(new TextDecoder().decode(r.bytes)) as never as { subject: { no: string } } & Awaited<
          ReturnType<typeof events>
        >[number],
    )
    .filter((e) => e.subject.no === no)
}

describe('the whole way of a hospital', () => {
  test('a draft is filled in bit by bit, says what it lacks, and is nobody’s on the desk', async () => {
    const begun = await h.nobody.call(beginApplication, {
      kind: 'institution',
      authorityId: authority.city,
      name: '望城区滨水康复医院',
    })
    expect(begun.no).toMatch(/^RZ-20261123-\d{6}$/)
    expect(begun.code).toMatch(/^[2-9A-X]{16}$/)
    expect(begun.orgCode).toBe(`y${begun.no.slice(-6)}`)
    const proof = { no: begun.no, code: begun.code }
    const own = await h.nobody.call(lookApplication, proof)
    expect(own).toMatchObject({ state: 'draft', authority: '长沙市卫生健康委员会', papers: [], steps: [] })
    expect(own.lacking).toContain('医疗机构执业许可证')
    expect(await refusalOf(h.nobody.call(submitApplication, proof))).toBe('APPLICATION_INCOMPLETE')
    expect((await onTheDesk(begun.no)).row).toBeUndefined()
    await h.nobody.call(saveApplication, { ...proof, ...applied(1), ownership: 'private' })
    expect((await h.nobody.call(lookApplication, proof)).lacking).toEqual(['医疗机构执业许可证', '营业执照'])
    // What is left out is empty again; a password that is left out stays.
    const { password: _, phone: __, ...rest } = applied(1)
    expect(await h.nobody.call(saveApplication, { ...proof, ...rest })).toMatchObject({
      phone: null,
      hasPassword: true,
      lacking: ['联系电话', '医疗机构执业许可证'],
    })
    // A code may be typed in small letters and in groups of four.
    const groups = begun.code.toLowerCase().replace(/(.{4})/g, '$1-')
    expect((await h.nobody.call(lookApplication, { no: begun.no.toLowerCase(), code: groups })).no).toBe(
      begun.no,
    )
    expect((await h.nobody.call(withdrawApplication, proof)).state).toBe('withdrawn')
    expect(await events(begun.no)).toEqual([])
  })

  test('handed in, sent back, corrected, approved; its administrator signs in and begins', async () => {
    const { no, code, orgCode } = await handedIn(h.nobody, authority.city, {
      seed: 2,
      ownership: 'private',
      papers: ['licence', 'business'],
    })
    const proof = { no, code }
    expect(await refusalOf(h.nobody.call(submitApplication, proof))).toBe('APPLICATION_STATE')
    expect(await refusalOf(h.nobody.call(saveApplication, { ...proof, ...applied(2) }))).toBe(
      'APPLICATION_STATE',
    )
    const { row, detail } = await onTheDesk(no)
    expect(row).toMatchObject({ state: 'submitted', creditCode: creditCodeOf(2), ownership: 'private' })
    expect(detail).toMatchObject({ lacking: [], twins: [], head: '彭国强', foundedId: null })
    const id = row?.id ?? 0
    expect(await city.download(readPaper, { id, kind: 'business' })).toEqual(new Uint8Array(picture(2)))
    expect(await refusalOf(city.download(readPaper, { id, kind: 'mandate' }))).toBe('NOT_FOUND')

    await city.call(returnApplication, {
      id,
      version: detail?.version ?? 0,
      reason: '营业执照不清楚，请重拍',
    })
    const back = await h.nobody.call(lookApplication, proof)
    expect(back.state).toBe('returned')
    expect(back.steps.at(-1)).toEqual({
      what: 'returned',
      at: h.clock.now().toISOString(),
      reason: '营业执照不清楚，请重拍',
    })
    // A field may be empty for a while although it was handed in before.
    const { phone: _, ...without } = applied(2)
    await h.nobody.call(saveApplication, { ...proof, ...without, ownership: 'private' })
    expect(await refusalOf(h.nobody.call(submitApplication, proof))).toBe('APPLICATION_INCOMPLETE')
    await h.nobody.call(saveApplication, { ...proof, ...applied(2), ownership: 'private' })
    await h.nobody.call(putPaper, { ...proof, kind: 'business', content: base64(picture(77)) })
    expect((await h.nobody.call(lookPaper, { ...proof, kind: 'business' })).content).toBe(base64(picture(77)))
    await h.nobody.call(submitApplication, proof)

    // What was looked at is not what lies there now.
    const stale = { id, version: detail?.version ?? 0 }
    expect(await refusalOf(city.call(approveApplication, stale))).toBe('DOCUMENT_CHANGED')
    const { version = 0 } = (await onTheDesk(no)).detail ?? {}
    const founded = await city.call(approveApplication, { id, version })
    expect(founded.account).toBe(`admin@${orgCode}`)
    expect(await refusalOf(city.call(approveApplication, { id, version: version + 1 }))).toBe(
      'APPLICATION_STATE',
    )

    const admin = await connectAs(h.transport, founded.account, 'Changsha-2026')
    const everybody = await admin.call(listStaff, {})
    expect(everybody.rows).toMatchObject([{ name: '易小云', roles: [{ code: 'ADMIN' }] }])
    expect((await admin.call(readSetup, {})).steps?.map((s) => s.done)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ])
    await admin.call(createDepartment, { code: '01', name: '药剂科' })
    await admin.call(createStaff, {
      account: 'keeper',
      name: '文静',
      title: '保管员',
      roles: ['VAULT_KEEPER'],
      password: 'Changsha-2027',
    })
    const keeper = await connectAs(h.transport, `keeper@${orgCode}`, 'Changsha-2027')
    expect((await keeper.call(readSetup, {})).steps).toBeNull()
    // Watched from the first moment on, by the city and through it by the province.
    for (const reader of [city, await h.as('fengjie@hnwjw')]) {
      const { institutions } = await reader.call(readOverview, {})
      expect(institutions.map((i) => i.name)).toContain(applied(2).name)
    }
    expect((await h.nobody.call(lookApplication, proof)).state).toBe('approved')
  })

  test('every step stands in the authority’s books, people as commitments only', async () => {
    const [row] = (await city.call(listApplications, { state: 'approved' })).rows
    const told = await events(row?.no ?? '')
    expect(told.map((e) => [e.type, e.actor === null])).toEqual([
      ['onboarding.submit', true],
      ['onboarding.return', false],
      ['onboarding.submit', true],
      ['onboarding.approve', false],
    ])
    expect(Object.keys(told[0]?.personal ?? {}).sort()).toEqual(['adminName', 'head', 'phone'])
    expect(JSON.stringify(told)).not.toMatch(/彭国强|易小云|88001234|不清楚/)
    expect(told[0]?.data['papers']).toHaveProperty('licence')
    const [own] = await h.auditor.transaction(
      (tx) =>
        tx<
          { type: string }[]
        >`select type from audit.event where org_id = ${Number(told[3]?.data['founded'])} order by id limit 1`,
    )
    expect(own?.type).toBe('onboarding.founded')
  })

  test('the new organisation has its standard roles, its codes and one line about its administrator', async () => {
    const rows = await h.auditor.transaction(
      (tx) => tx<
        { code: string; creditCode: string; licenceNo: string; roles: string[]; changes: string[] }[]
      >`
        select o.code, o.credit_code, o.licence_no, (select array_agg(r.code) from identity.role r where r.org_id = o.id and r.standard) as roles,
          (select array_agg(c.reason) from identity.access_change c where c.org_id = o.id and c.actor_id is null) as changes
        from identity.org o where o.name = ${applied(2).name}`,
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ creditCode: creditCodeOf(2), licenceNo: licenceOf(2) })
    expect(rows[0]?.roles.toSorted()).toEqual(Object.keys(institutionRoles).toSorted())
    expect(rows[0]?.changes).toEqual([expect.stringMatching(/^入驻 RZ-.*长沙市卫生健康委员会批准$/)])
  })

  test('refused for good: a reason, and no secret is kept', async () => {
    const { no, code } = await handedIn(h.nobody, authority.city, { seed: 3 })
    const { detail } = await onTheDesk(no)
    await city.call(rejectApplication, {
      id: detail?.id ?? 0,
      version: detail?.version ?? 0,
      reason: '不在本市执业',
    })
    const own = await h.nobody.call(lookApplication, { no, code })
    expect([own.state, own.steps.at(-1)?.reason, own.hasPassword]).toEqual([
      'rejected',
      '不在本市执业',
      false,
    ])
    expect(await refusalOf(h.nobody.call(submitApplication, { no, code }))).toBe('APPLICATION_STATE')
    expect(await refusalOf(h.nobody.call(withdrawApplication, { no, code }))).toBe('APPLICATION_STATE')
  })

  test('taken back while it waits: the desk says so, and nobody decides it any more', async () => {
    const { no, code } = await handedIn(h.nobody, authority.city, { seed: 4 })
    const { detail } = await onTheDesk(no)
    await h.nobody.call(withdrawApplication, { no, code })
    expect((await onTheDesk(no)).row?.state).toBe('withdrawn')
    const decide = { id: detail?.id ?? 0, version: detail?.version ?? 0 }
    expect(await refusalOf(city.call(approveApplication, decide))).toBe('APPLICATION_STATE')
  })
})

describe('the whole way of an authority', () => {
  test('a county’s commission applies to the city, whose tree it joins; its administrator makes its people', async () => {
    const { password, ...given } = applied(5)
    const begun = await h.nobody.call(beginApplication, {
      kind: 'authority',
      authorityId: authority.city,
      name: '浏阳市卫生健康局',
      creditCode: creditCodeOf(5),
      head: given.head,
      phone: given.phone,
      region: '430181',
      address: given.address,
      adminName: given.adminName,
      adminAccount: 'guanli',
      password,
    })
    const proof = { no: begun.no, code: begun.code }
    await h.nobody.call(putPaper, { ...proof, kind: 'mandate', content: base64(picture(5)) })
    await h.nobody.call(submitApplication, proof)
    const { detail } = await onTheDesk(begun.no)
    const founded = await city.call(approveApplication, {
      id: detail?.id ?? 0,
      version: detail?.version ?? 0,
    })
    expect(founded.account).toBe(`guanli@${begun.orgCode}`)
    expect(begun.orgCode).toMatch(/^g\d{6}$/)
    const admin = await connectAs(h.transport, founded.account, 'Changsha-2026')
    expect((await admin.call(readSetup, {})).steps).toBeNull()
    expect(await refusalOf(admin.call(listApplications, {}))).toBe('FORBIDDEN')
    await admin.call(createStaff, {
      account: 'inspector',
      name: '李卫',
      title: '医政股',
      roles: ['INSPECTOR'],
      password: 'Liuyang-2026',
    })
    const county = await connectAs(h.transport, `inspector@${begun.orgCode}`, 'Liuyang-2026')
    expect((await county.call(listApplications, {})).total).toBe(0)
    // A hospital of the county may now choose it; one of another county may not.
    const far = await drafted(h.nobody, founded.orgId, { seed: 6 })
    expect(await refusalOf(h.nobody.call(submitApplication, far))).toBe('APPLICATION_REGION')
    const near = await handedIn(h.nobody, founded.orgId, { seed: 7, region: '430181' })
    expect((await onTheDesk(near.no, county)).row?.name).toBe(applied(7).name)
    expect((await onTheDesk(near.no)).row).toBeUndefined()
    const waiting = (await onTheDesk(near.no, county)).detail
    await county.call(approveApplication, { id: waiting?.id ?? 0, version: waiting?.version ?? 0 })
    const { institutions } = await city.call(readOverview, {})
    expect(institutions.map((i) => i.name)).toContain(applied(7).name)
  })
})

test('two who approve at the same moment found one hospital', async () => {
  const { no } = await handedIn(h.nobody, authority.city, { seed: 16 })
  const { detail } = await onTheDesk(no)
  const decide = { id: detail?.id ?? 0, version: detail?.version ?? 0 }
  const all = await Promise.all([1, 2, 3].map(() => refusalOf(city.call(approveApplication, decide))))
  expect(all.filter((a) => a === 'WENT THROUGH')).toHaveLength(1)
  expect(all.filter((a) => a === 'APPLICATION_STATE')).toHaveLength(2)
})

test('signing in under the new account goes by the ordinary door', async () => {
  const [org] = await h.auditor.transaction(
    (tx) => tx<{ code: string }[]>`select code from identity.org where name = ${applied(2).name}`,
  )
  const credential = { method: 'password' as const, account: `admin@${org?.code}`, secret: 'wrong-2026' }
  expect(await refusalOf(h.nobody.call(signIn, { credential }))).toBe('SIGN_IN_FAILED')
})
