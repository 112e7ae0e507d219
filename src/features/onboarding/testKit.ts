import type { Client } from '#apps/client.ts'
import { beginApplication, putPaper, submitApplication, type PaperKind } from './contract.ts'
import { creditCheckSign } from './rules.ts'

/** Begins and ends as a PNG does, which is all that is looked at; another one for each seed. */
export function picture(seed = 0, bytes = 64): Uint8Array {
  const body = Buffer.alloc(bytes, seed)
  body.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 0)
  body.set([0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82], bytes - 8)
  return body
}

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

/** A credit code that its check sign confirms, another one for each seed. */
export function creditCodeOf(seed: number): string {
  const body = `12430100${String(444_700_000 + seed)}`
  return body + creditCheckSign(body)
}

export const licenceOf = (seed: number): string => `${String(444_700_000 + seed)}43010411A1001`

export const applied = (seed: number) => ({
  name: `长沙市${String.fromCharCode(0x5c71 + seed)}塘街道社区卫生服务中心`,
  creditCode: creditCodeOf(seed),
  head: '彭国强',
  phone: '0731-88001234',
  region: '430104',
  address: '岳麓区麓谷大道 6 号',
  ownership: 'public' as 'public' | 'private',
  grade: '一级' as const,
  licenceNo: licenceOf(seed),
  licenceFrom: '2024-01-01',
  licenceTo: '2029-12-31',
  adminName: '易小云',
  adminAccount: 'admin',
  password: 'Changsha-2026',
})

export interface Proof {
  readonly no: string
  readonly code: string
}

/** A draft with its paper. */
export async function drafted(
  client: Client,
  authorityId: number,
  given: Partial<ReturnType<typeof applied>> & { seed: number; papers?: readonly PaperKind[] },
): Promise<Proof & { orgCode: string }> {
  const { seed, papers = ['licence'], ...rest } = given
  const begun = await client.call(beginApplication, {
    kind: 'institution',
    authorityId,
    ...applied(seed),
    ...rest,
  })
  for (const kind of papers)
    await client.call(putPaper, { no: begun.no, code: begun.code, kind, content: base64(picture(seed)) })
  return begun
}

export async function handedIn(...given: Parameters<typeof drafted>): Promise<Proof & { orgCode: string }> {
  const begun = await drafted(...given)
  await given[0].call(submitApplication, { no: begun.no, code: begun.code })
  return begun
}
