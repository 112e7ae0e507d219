import { paper } from '../../../samples/paper.ts'
import { anonymous, type Transport } from '#apps/client.ts'
import { assert } from '#core/refusal.ts'
import {
  beginApplication,
  listAuthorities,
  putPaper,
  submitApplication,
} from '#features/onboarding/contract.ts'
import { creditCheckSign } from '#features/onboarding/rules.ts'
import { demoPassword } from './orgs.ts'

const body = '52430100MJJ774620'

/** A private hospital that waits for the city's answer; nobody there exists. */
const hospital = {
  name: '长沙市望城滨水康复医院',
  creditCode: body + creditCheckSign(body),
  head: '龙建平',
  phone: '0731-88000120',
  region: '430112',
  address: '望城区滨水新城银星路 8 号',
  ownership: 'private',
  grade: '二级',
  licenceNo: 'MJJ77462043011217A1002',
  licenceFrom: '2024-06-01',
  adminName: '向阳',
  adminAccount: 'admin',
  password: demoPassword,
} as const

/** 入驻: one application on the desk of 长沙市卫健委, handed in on the pages' own way. */
export async function applied(send: Transport, now: Date): Promise<void> {
  const nobody = anonymous(send)
  const { rows } = await nobody.call(listAuthorities, {})
  const city = rows.find((r) => r.name === '长沙市卫生健康委员会')
  assert(city, 'the demonstration has its city')
  const licenceTo = `${now.getUTCFullYear() + 3}-05-31`
  const begun = await nobody.call(beginApplication, {
    kind: 'institution',
    authorityId: city.orgId,
    ...hospital,
    licenceTo,
  })
  const proof = { no: begun.no, code: begun.code }
  for (const [kind, seed] of [
    ['licence', 1],
    ['business', 2],
  ] as const) {
    const content = Buffer.from(paper(seed)).toString('base64')
    await nobody.call(putPaper, { ...proof, kind, content })
  }
  await nobody.call(submitApplication, proof)
}
