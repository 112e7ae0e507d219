import { demoPassword, departments, formulary, type DemoPerson } from '#apps/demo/orgs.ts'
import type { Cast } from '#apps/demo/baseData.ts'
import { roles, sizes, type Role, type Size } from './distributions.ts'
import { hospitalOf, nameOf } from './names.ts'
import { randomOf } from './random.ts'

export interface Person {
  readonly account: string
  readonly name: string
  readonly role: Role
  /** Place in the roster of the role. */
  readonly index: number
}

export interface Hospital {
  readonly code: string
  readonly index: number
  readonly size: Size
  readonly staff: Readonly<Record<Role, readonly Person[]>>
}

export interface Province {
  readonly cast: Cast
  readonly hospitals: readonly Hospital[]
}

export const secret = demoPassword

interface Post {
  readonly title: string
  readonly short: string
  readonly department: (typeof departments)[number]['code']
  readonly roles: DemoPerson['roles']
  readonly qualifications?: DemoPerson['qualifications']
}

const posts: Readonly<Record<Role, Post>> = {
  keeper: {
    title: '药库保管员',
    short: 'kg',
    department: '0101',
    roles: ['VAULT_KEEPER'],
    qualifications: ['handle'],
  },
  theatrePharmacist: {
    title: '手术药房药师',
    short: 'ss',
    department: '0102',
    roles: ['DISPENSER'],
    qualifications: ['dispense', 'handle'],
  },
  wardPharmacist: {
    title: '住院药房药师',
    short: 'zy',
    department: '0103',
    roles: ['DISPENSER'],
    qualifications: ['dispense', 'handle'],
  },
  anaesthetist: {
    title: '麻醉医师',
    short: 'mz',
    department: '02',
    roles: ['ANAESTHETIST'],
    qualifications: ['prescribe', 'handle'],
  },
  theatreNurse: {
    title: '手术室护士',
    short: 'hs',
    department: '02',
    roles: ['NURSE'],
    qualifications: ['handle'],
  },
  wardNurse: {
    title: '病区护士',
    short: 'bq',
    department: '03',
    roles: ['NURSE'],
    qualifications: ['handle'],
  },
  doctor: {
    title: '肿瘤内科医师',
    short: 'ys',
    department: '03',
    roles: ['PRESCRIBER'],
    qualifications: ['prescribe', 'handle'],
  },
  head: {
    title: '药学部主任',
    short: 'zr',
    department: '01',
    roles: ['PHARMACY_HEAD'],
    qualifications: ['dispense', 'handle'],
  },
  admin: { title: '系统管理员', short: 'gl', department: '09', roles: ['ADMIN'] },
}

/** One large hospital in three, the others small; two authorities watch them all. Everything is invented. */
export function provinceOf(seed: number, institutions: number): Province {
  const hospitals = Array.from({ length: institutions }, (_, index) => hospitalAt(seed, index))
  const authorities: Cast['authorities'] = [
    { code: 'simsheng', name: '模拟省卫生健康委员会', region: '430000', parent: undefined },
    { code: 'simshi', name: '模拟市卫生健康委员会', region: '430100', parent: 'simsheng' },
  ]
  const people: Record<string, DemoPerson[]> = {
    simshi: [
      {
        account: 'jiandu@simshi',
        name: nameOf(randomOf(seed, 'inspector')),
        title: '监督员',
        roles: ['INSPECTOR'],
      },
    ],
  }
  for (const h of hospitals) people[h.code] = roles.flatMap((role) => h.staff[role].map(employed))
  const institutionsOf = hospitals.map((h) => ({
    code: h.code,
    ...hospitalOf(h.index),
    grade: h.size.grade,
    supervisedBy: ['simshi'],
  }))
  return { cast: { authorities, institutions: institutionsOf, people }, hospitals }
}

function hospitalAt(seed: number, index: number): Hospital {
  const code = `sim${String(index + 1).padStart(3, '0')}`
  const size = index % 3 === 0 ? sizes.large : sizes.small
  const random = randomOf(seed, 'people', index)
  const names = new Set<string>()
  const person = (role: Role, at: number): Person => {
    let name = nameOf(random)
    while (names.has(name)) name = nameOf(random)
    names.add(name)
    return {
      account: `${posts[role].short}${String(at + 1).padStart(2, '0')}@${code}`,
      name,
      role,
      index: at,
    }
  }
  const staff = Object.fromEntries(
    roles.map((role) => [role, Array.from({ length: size.staff[role] }, (_, at) => person(role, at))]),
  ) as Record<Role, Person[]>
  return { code, index, size, staff }
}

function employed(person: Person): DemoPerson {
  const { short: _short, ...post } = posts[person.role]
  return { account: person.account, name: person.name, ...post }
}

/** The first pack of each drug that a code on the box names: prefix and units. */
export const packs: Readonly<Record<string, { readonly prefix: string; readonly units: number }>> =
  Object.fromEntries(
    formulary.map((f) => {
      const [prefix, [, units]] = Object.entries(f.prefixes)[0] as [string, readonly [number, number]]
      return [f.product, { prefix, units }]
    }),
  )
