import { newAct, type Actor } from '#core/actor.ts'
import type { Db, Tx } from '#core/db.ts'
import { addDepartment } from '#core/identity/departments.ts'
import { makeOrg, makeUser } from '#core/identity/setup.ts'
import { assert } from '#core/refusal.ts'
import { addDrug } from '#features/catalogue/commands.ts'
import { addPlace } from '#features/places/commands.ts'
import { addCard } from '#features/purchaseCard/commands.ts'
import { addSupplier } from '#features/suppliers/commands.ts'
import {
  authorities,
  demoPassword,
  demoPin,
  departments,
  formulary,
  institutions,
  locations,
  people,
  suppliers,
  type DemoPerson,
} from './orgs.ts'

/** Which organisations and people to make; each institution is furnished alike, with the places and drugs of orgs.ts. */
export interface Cast {
  readonly authorities: readonly {
    readonly code: string
    readonly name: string
    readonly region: string
    /** Code of the authority above it, made before. */
    readonly parent: string | undefined
  }[]
  readonly institutions: readonly {
    readonly code: string
    readonly name: string
    readonly grade: string
    readonly region: string
    readonly supervisedBy: readonly string[]
    readonly card?: CardSeed
  }[]
  /** By code of their organisation. */
  readonly people: Readonly<Record<string, readonly DemoPerson[]>>
}

/** What stands on a hospital's 印鉴卡, and how long it still runs. */
export interface CardSeed {
  readonly address: string
  readonly legalPerson: string
  readonly medHead: string
  readonly pharmHead: string
  readonly leftDays: number
}

const plainCard: CardSeed = {
  address: '见执业许可证',
  legalPerson: '主要负责人',
  medHead: '医务部主任',
  pharmHead: '药学部主任',
  // A simulation lies before the day of seeding: most of the three years are behind.
  leftDays: 190,
}

export const demoCast: Cast = { authorities, institutions, people }

/** When the demonstration hospital began to use the program: before anything that a demonstration records. */
const began = '2020-01-04T01:00:00.000Z'
const qualifiedFrom = '2020-01-04'

/** Qualifications run from the day of seeding, so that the demonstration is as good next year as today. */
const inDays = (today: string, days: number) =>
  new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10)

/** Organisations, people, places, suppliers and formulary of the demonstration. Does nothing where they exist. */
export async function seedBaseData(
  ownerUrl: string,
  db: Db,
  today: string,
  cast: Cast = demoCast,
): Promise<void> {
  const first = cast.institutions[0]?.code ?? null
  const known = await db.transaction((tx) => tx`select 1 from identity.org where code = ${first}`)
  if (known.length > 0) return
  const orgs = new Map<string, number>()
  for (const { parent, ...org } of cast.authorities) {
    const parentId = parent === undefined ? undefined : orgs.get(parent)
    orgs.set(org.code, await makeOrg(ownerUrl, db, { ...org, kind: 'authority', parentId }))
  }
  for (const { supervisedBy, card: _, ...org } of cast.institutions) {
    const watchers = supervisedBy.map((code) => idOf(orgs, code))
    const orgId = await makeOrg(ownerUrl, db, { ...org, kind: 'institution', supervisedBy: watchers })
    orgs.set(org.code, orgId)
    await db.asOrg(orgId, (tx) => furnish(tx, founder(orgId)))
  }
  for (const [code, orgId] of orgs) await populate(db, { orgId, today, people: cast.people[code] ?? [] })
  for (const { code, name, card } of cast.institutions) {
    const orgId = idOf(orgs, code)
    await db.asOrg(orgId, (tx) => giveCard(tx, { orgId, today, name, card: card ?? plainCard }))
  }
}

/** Nobody may order a narcotic without it: the keepers of the vault are its 采购人员. */
async function giveCard(
  tx: Tx,
  { orgId, today, name, card }: { orgId: number; today: string; name: string; card: CardSeed },
): Promise<void> {
  const buyers = await tx<{ id: number }[]>`
    select a.user_id as id from identity.user_role a join identity.role r on r.org_id = a.org_id and r.id = a.role_id
    where a.org_id = ${orgId} and r.code = 'VAULT_KEEPER' order by 1`
  const first = buyers[0]
  if (!first) return
  const { leftDays, ...printed } = card
  const validTo = inDays(today, leftDays)
  const next = inDays(validTo, 1)
  const validFrom = `${Number(next.slice(0, 4)) - 3}${next.slice(4).replace('-02-29', '-03-01')}`
  await addCard(
    tx,
    { ...founder(orgId), userId: first.id, at: `${today}T01:00:00.000Z` },
    {
      ...printed,
      orgName: name,
      cardNo: `湘长麻精${validFrom.slice(0, 4)}${String(orgId).padStart(4, '0')}`,
      issuer: '长沙市卫生健康委员会',
      issuedOn: validFrom,
      validFrom,
      validTo,
      purchaserIds: buyers.map((b) => b.id),
    },
  )
}

function idOf(ids: ReadonlyMap<string, number>, code: string): number {
  const id = ids.get(code)
  assert(id !== undefined, `${code} is made before it is named`)
  return id
}

/** Nobody has signed in yet: what it does goes through the features' own functions and leaves no event. */
function founder(orgId: number): Actor {
  return {
    orgId,
    userId: 0,
    name: '初始数据',
    title: '系统',
    permissions: new Set(),
    at: began,
    eventId: 0,
    act: newAct(),
  }
}

async function furnish(tx: Tx, actor: Actor): Promise<void> {
  const ids = new Map<string, number>()
  for (const { code, name, parent } of departments) {
    const parentId = parent === undefined ? undefined : idOf(ids, parent)
    ids.set(code, await addDepartment(tx, actor, { code, name, parentId }))
  }
  for (const { department, ...place } of locations)
    await addPlace(tx, actor, { ...place, departmentId: idOf(ids, department) })
  for (const { licences, ...supplier } of suppliers)
    await addSupplier(tx, actor, { ...supplier, licences: [...licences] })
  const products = await tx<{ id: number; code: string }[]>`select id, code from catalogue.product`
  const productIds = new Map(products.map((p) => [p.code, p.id]))
  for (const { product, manufacturer, low, high, prefixes, ...drug } of formulary) {
    const identifiers = Object.entries(prefixes).map(([key, [level, units]]) => ({ key, level, units }))
    await addDrug(tx, actor, {
      productId: idOf(productIds, product),
      code: product,
      manufacturer,
      packUnit: '盒',
      packUnits: 'pack' in drug ? drug.pack : 10,
      lowUnits: low,
      highUnits: high,
      identifiers,
    })
  }
}

interface Staffing {
  readonly orgId: number
  readonly today: string
  readonly people: readonly DemoPerson[]
}

/** People of one organisation, in their order; those with a card also get the demonstration PIN. */
async function populate(db: Db, { orgId, today, people: staff }: Staffing): Promise<void> {
  const rows = await db.asOrg(
    orgId,
    (tx) => tx<{ id: number; code: string }[]>`
    select id, code from identity.department where org_id = ${orgId}`,
  )
  const ids = new Map(rows.map((d) => [d.code, d.id]))
  for (const { department, qualifications, validDays, ...person } of staff) {
    await makeUser(db, orgId, {
      ...person,
      departmentId: department === undefined ? undefined : idOf(ids, department),
      password: demoPassword,
      pin: person.card === undefined ? undefined : demoPin,
      qualifications: qualifications?.map((type) => ({
        type,
        validFrom: qualifiedFrom,
        validTo: inDays(today, validDays ?? 770),
      })),
    })
  }
}
