import { randomBytes } from 'node:crypto'
import type { Client } from '#apps/client.ts'
import type { CallInputOf, OutputOf } from '#core/contract.ts'
import { mapOf, photo, receiveBoxes, type Surroundings } from '#test/flow.ts'
import { witness, type Hospital } from '#test/harness.ts'
import { createIssue } from './contract.ts'

export interface Theatre extends Surroundings {
  /** By account: chensiyuan@lushan … */
  user(account: string): number
}

/** Places, drugs and people of the demonstration hospital. */
export async function theatreOf(h: Hospital): Promise<Theatre> {
  const map = await mapOf(h)
  const users = await h.db.asOrg(
    map.orgId,
    (tx) => tx<{ id: number; account: string }[]>`
    select id, account from identity.app_user where org_id = ${map.orgId}`,
  )
  const user = (account: string) => users.find((u) => u.account === account)?.id ?? 0
  return { ...map, user }
}

export interface StockLot {
  readonly drug: string
  readonly lotNo: string
  readonly expiry?: string
  readonly boxes: number
}

/** Boxes straight into a place, through the real receipt. Codes of the boxes, per lot. */
export async function stockUp(h: Hospital, place: string, lots: readonly StockLot[]): Promise<string[][]> {
  const boxes: string[][] = []
  for (const lot of lots) boxes.push((await receiveBoxes(h, { expiry: '2029-08-31', ...lot, place })).codes)
  return boxes
}

export { jpeg, photo } from '#test/flow.ts'
const pngHead = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const pngEnd = Buffer.from([0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82])
export const png = (): Buffer => Buffer.concat([pngHead, randomBytes(24), pngEnd])

export async function threePhotos(client: Client): Promise<{ 弃前: string; 弃中: string; 弃后: string }> {
  return { 弃前: await photo(client), 弃中: await photo(client), 弃后: await photo(client) }
}

export type IssueInput = CallInputOf<typeof createIssue>

export const patient = {
  name: '邓小满',
  sex: '女',
  age: 54,
  recordNo: '0482119916',
  idNo: '430104197208150022',
} as const

/** A surgery out of 手术药房 into 陈思远's hand. */
export function surgery(
  map: Theatre,
  over: Partial<IssueInput> & Pick<IssueInput, 'plan' | 'picks'>,
): IssueInput {
  return {
    kind: 'surgery',
    refNo: 'SS-1123-009',
    title: '腹腔镜胆囊切除术',
    room: '手术 2 间',
    locationId: map.place('B01').id,
    patient,
    diagnosis: '胆囊结石',
    doctorId: map.user('chensiyuan@lushan'),
    anaesthetistId: map.user('chensiyuan@lushan'),
    holderId: map.user('chensiyuan@lushan'),
    ...over,
  }
}

/** 李倩 issues, 何志远 checks. */
export async function issue(h: Hospital, input: IssueInput): Promise<OutputOf<typeof createIssue>> {
  return (await h.as('liqian@lushan')).call(createIssue, input, witness('hezhiyuan@lushan'))
}
