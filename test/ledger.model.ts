import { randomBytes } from 'node:crypto'
import { newAct, type Actor } from '#core/actor.ts'
import { record } from '#core/audit/record.ts'
import { classify } from '#core/codes/code.ts'
import { brokenConstraint, type Db, type Tx } from '#core/db.ts'
import { permissions, type Permission } from '#core/identity/permissions.ts'
import { openAccount, sink } from '#core/ledger/accounts.ts'
import { lotOf, registerCodes } from '#core/ledger/codes.ts'
import { pickLines } from '#core/ledger/picks.ts'
import { post, type Movement } from '#core/ledger/post.ts'
import { reverseOf, type Line } from '#core/ledger/rules.ts'
import { Refusal } from '#core/refusal.ts'

/** The stage of the model test: one hospital with its accounts, one drug of 50 units of content. */
export interface Stage {
  readonly db: Db
  readonly orgId: number
  readonly actorId: number
  readonly witnessId: number
  readonly drugId: number
  readonly lotId: number
  readonly accounts: Readonly<Record<Place, number>>
  /** When the next act is recorded, and when it happened, where a test spreads its history over days. */
  readonly recordedAt?: string
  readonly occurredAt?: string
}

export type Place =
  | 'supplier'
  | 'vault'
  | 'pharmacy'
  | 'transit'
  | 'hand1'
  | 'hand2'
  | 'bin'
  | 'patient'
  | 'opened'
  | 'disposed'
  | 'lost'
  | 'destroyed'
  | 'relabelled'
  | 'adjustment'
  | 'quarantine'
  | 'returned'
  | 'rolledUp'
  | 'borrowed'
  | 'sample'
export const strength = 50
const at = '2026-11-23T06:05:00.000Z'

export async function setStage(db: Db): Promise<Stage> {
  const [org] = await db.transaction(
    (tx) => tx<{ id: number }[]>`select id from identity.org where code = 'lushan'`,
  )
  const orgId = org?.id ?? 0
  return db.asOrg(orgId, async (tx) => {
    const users = await tx<
      { id: number }[]
    >`select id from identity.app_user where org_id = ${orgId} order by id limit 2`
    const [drug] = await tx<
      { id: number }[]
    >`select id from ledger.drug where org_id = ${orgId} and code = 'NAR017'`
    const [actorId, witnessId, drugId] = [users[0]?.id ?? 0, users[1]?.id ?? 0, drug?.id ?? 0]
    const act = actorOf({ orgId, actorId, witnessId }, 0)
    const lotId = await lotOf(tx, act, {
      drugId,
      lotNo: `MODEL-${randomBytes(4).toString('hex')}`,
      expiry: '2030-01-01',
    })
    const open = async (kind: Parameters<typeof openAccount>[2]['kind'], title: string) =>
      (await openAccount(tx, act, { kind, title })).id
    const out = async (kind: Parameters<typeof sink>[2]) => (await sink(tx, act, kind)).id
    const accounts = {
      supplier: await open('supplier', '供应商'),
      vault: await open('location', '一级库'),
      pharmacy: await open('location', '药房'),
      transit: await open('transit', '在途'),
      hand1: await open('custody', '甲'),
      hand2: await open('custody', '乙'),
      bin: await open('empties', '回收箱'),
      patient: await out('patient'),
      opened: await out('opened'),
      disposed: await out('disposed'),
      lost: await out('lost'),
      destroyed: await out('destroyed'),
      relabelled: await out('relabelled'),
      adjustment: await out('adjustment'),
      quarantine: await open('quarantine', '待查柜'),
      returned: await open('returned', '病区交回'),
      rolledUp: await open('returned', '药库交回'),
      borrowed: await out('borrowed'),
      sample: await open('sample', '留样'),
    }
    return { db, orgId, actorId, witnessId, drugId, lotId, accounts }
  })
}

function actorOf(s: Pick<Stage, 'orgId' | 'actorId' | 'witnessId' | 'recordedAt'>, eventId: number): Actor {
  const person = { userId: s.actorId, name: '甲', title: '药师' }
  return {
    ...person,
    orgId: s.orgId,
    permissions: new Set(Object.keys(permissions) as Permission[]),
    witness: { userId: s.witnessId, name: '乙', title: '药师' },
    at: s.recordedAt ?? at,
    eventId,
    act: newAct(),
  }
}

/** One act as the test chooses it; numbers pick among what there is. */
export type Act =
  | { type: 'receive'; box: number }
  | { type: 'send' | 'sendBack' | 'accept'; box: number; units: number }
  | { type: 'sendTwo' | 'sendBackTwo'; first: number; second: number }
  | { type: 'issue'; box: number; units: number; hand: 'hand1' | 'hand2' }
  | { type: 'open' | 'return' | 'recover' | 'destroy' | 'breakage'; unit: string; hand: 'hand1' | 'hand2' }
  | { type: 'dispense'; box: number; units: number }
  | { type: 'takeBack' | 'countGain'; unit: string }
  | { type: 'countLoss'; box: number; units: number }
  | { type: 'give' | 'waste' | 'keepSample'; unit: string; hand: 'hand1' | 'hand2'; content: number }
  | { type: 'destroySample' | 'sampleLess' | 'sampleMore'; unit: string; content: number }
  | { type: 'shelfBreakage'; unit: string }
  | { type: 'way'; way: Way; box: number; units: number }
  | { type: 'reverse'; movement: number; lines: readonly Line[]; kind: Movement['kind'] }

/** Acts at the end of a box's life that take whole units from one account to another. */
export const ways = {
  putAside: ['quarantine', 'pharmacy', 'quarantine'],
  clear: ['releaseQuarantine', 'quarantine', 'pharmacy'],
  toSupplier: ['returnToSupplier', 'quarantine', 'supplier'],
  lose: ['lose', 'vault', 'lost'],
  loseAside: ['lose', 'quarantine', 'lost'],
  lend: ['borrowOut', 'vault', 'borrowed'],
  fromPatient: ['patientReturn', 'patient', 'returned'],
  rollUp: ['rollUpReturns', 'returned', 'rolledUp'],
  destroyAside: ['destroyStock', 'quarantine', 'destroyed'],
  destroyReturned: ['destroyStock', 'rolledUp', 'destroyed'],
} as const satisfies Record<string, readonly [Movement['kind'], Place, Place]>
export type Way = keyof typeof ways

export const boxCode = (n: number): string => `8190236${String(10_000_000 + n).padStart(13, '0')}`

export interface Outcome {
  readonly refusal?: string
  readonly lines: readonly Line[]
  readonly movementId?: number
  readonly kind?: Movement['kind']
  readonly labels: readonly string[]
}

/**
 * Does the act for real, in its own transaction, with its event; a refusal is an outcome, anything else is thrown. An act
 * that lost the last unit to another between its look and its write runs once more, as in the pipeline; a circle of
 * waiting does not: it must not happen.
 */
export async function perform(s: Stage, act: Act): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await s.db.asOrg(s.orgId, (tx) => inTransaction(tx, s, act))
    } catch (error) {
      if (error instanceof Refusal) return { refusal: error.code, lines: [], labels: [] }
      if (brokenConstraint(error) !== 'balance_not_negative' || attempt > 5) throw error
    }
  }
}

async function inTransaction(tx: Tx, s: Stage, act: Act): Promise<Outcome> {
  const [next] = await tx<{ id: number }[]>`select nextval('audit.event_id') as id`
  const actor = actorOf(s, next?.id ?? 0)
  const { movement, labels } = await movementOf(tx, actor, s, act)
  const movementId = await post(tx, actor, {
    cause: { kind: 'model', id: 1, no: 'M-1' },
    ...(s.occurredAt ? { occurredAt: s.occurredAt } : {}),
    ...movement,
  })
  record(tx, actor, 'model.act')
  return { lines: movement.lines, movementId, kind: movement.kind, labels }
}

type Built = { movement: Omit<Movement, 'cause'>; labels: string[] }

async function movementOf(tx: Tx, actor: Actor, s: Stage, act: Act): Promise<Built> {
  const a = s.accounts
  const line = (item: Line['item'], code: string, from: number, to: number, quantity: number): Line => ({
    item,
    drugId: s.drugId,
    lotId: s.lotId,
    code,
    from,
    to,
    quantity,
  })
  const plain = (kind: Movement['kind'], lines: Line[]): Built => ({ movement: { kind, lines }, labels: [] })
  switch (act.type) {
    case 'receive': {
      await registerCodes(tx, actor, [
        { code: classify(boxCode(act.box)), drugId: s.drugId, lotId: s.lotId, units: 10 },
      ])
      return plain('receive', [line('intact', boxCode(act.box), a.supplier, a.vault, 10)])
    }
    case 'send':
      return plain('send', [line('intact', boxCode(act.box), a.vault, a.transit, act.units)])
    case 'accept':
      return plain('accept', [line('intact', boxCode(act.box), a.transit, a.pharmacy, act.units)])
    case 'sendBack':
      return plain('sendBack', [line('intact', boxCode(act.box), a.transit, a.vault, act.units)])
    case 'sendTwo':
      return plain(
        'send',
        [act.first, act.second].map((box) => line('intact', boxCode(box), a.vault, a.transit, 1)),
      )
    case 'sendBackTwo':
      return plain(
        'sendBack',
        [act.first, act.second].map((box) => line('intact', boxCode(box), a.transit, a.vault, 1)),
      )
    case 'issue': {
      const picks = [{ code: boxCode(act.box), units: act.units }]
      const picked = await pickLines(tx, actor, {
        from: a.pharmacy,
        to: a[act.hand],
        picks,
        label: true,
        act: '领用',
      })
      return { movement: { kind: 'issue', lines: picked.lines }, labels: picked.labels.map((l) => l.code) }
    }
    case 'dispense': {
      const picks = [{ code: boxCode(act.box), units: act.units }]
      const want = { from: a.pharmacy, to: a.patient, picks, label: true, act: '发出' }
      const picked = await pickLines(tx, actor, want)
      return { movement: { kind: 'dispense', lines: picked.lines }, labels: picked.labels.map((l) => l.code) }
    }
    case 'takeBack':
      return plain('patientEmpties', [line('container', act.unit, a.patient, a.bin, 1)])
    case 'countLoss':
      return plain('countLoss', [line('intact', boxCode(act.box), a.vault, a.adjustment, act.units)])
    case 'countGain':
      return plain('countGain', [line('container', act.unit, a.adjustment, a.bin, 1)])
    case 'return':
      return plain('returnUnopened', [line('intact', act.unit, a[act.hand], a.pharmacy, 1)])
    case 'open':
      return plain('open', [
        line('intact', act.unit, a[act.hand], a.opened, 1),
        line('content', act.unit, a.opened, a[act.hand], strength),
        line('container', act.unit, a.opened, a[act.hand], 1),
      ])
    case 'breakage': {
      const lines = [
        line('intact', act.unit, a[act.hand], a.opened, 1),
        line('content', act.unit, a.opened, a.lost, strength),
        line('container', act.unit, a.opened, a[act.hand], 1),
      ]
      return {
        movement: { kind: 'breakage', lines, evidence: { 碎片: await evidence(tx, actor) } },
        labels: [],
      }
    }
    case 'shelfBreakage': {
      const lines = [
        line('intact', act.unit, a.pharmacy, a.opened, 1),
        line('content', act.unit, a.opened, a.lost, strength),
        line('container', act.unit, a.opened, a.bin, 1),
      ]
      return {
        movement: { kind: 'stockBreakage', lines, evidence: { 碎片: await evidence(tx, actor) } },
        labels: [],
      }
    }
    case 'way': {
      const [kind, from, to] = ways[act.way]
      const lines = [line('intact', boxCode(act.box), a[from], a[to], act.units)]
      return kind === 'destroyStock'
        ? { movement: { kind, lines, evidence: await threePhotos(tx, actor, '毁') }, labels: [] }
        : plain(kind, lines)
    }
    case 'give':
      return plain('administer', [line('content', act.unit, a[act.hand], a.patient, act.content)])
    case 'waste': {
      const lines = [line('content', act.unit, a[act.hand], a.disposed, act.content)]
      return {
        movement: { kind: 'waste', lines, evidence: await threePhotos(tx, actor, '弃') },
        labels: [],
      }
    }
    case 'keepSample':
      return plain('keepSample', [line('content', act.unit, a[act.hand], a.sample, act.content)])
    case 'sampleLess':
      return plain('adjustSample', [line('content', act.unit, a.sample, a.adjustment, act.content)])
    case 'sampleMore':
      return plain('adjustSample', [line('content', act.unit, a.adjustment, a.sample, act.content)])
    case 'destroySample': {
      const lines = [line('content', act.unit, a.sample, a.destroyed, act.content)]
      return {
        movement: { kind: 'destroySample', lines, evidence: await threePhotos(tx, actor, '毁') },
        labels: [],
      }
    }
    case 'recover':
      return plain('recover', [line('container', act.unit, a[act.hand], a.bin, 1)])
    case 'destroy': {
      const lines = [line('container', act.unit, a.bin, a.destroyed, 1)]
      return {
        movement: { kind: 'destroyContainers', lines, evidence: await threePhotos(tx, actor, '毁') },
        labels: [],
      }
    }
    case 'reverse':
      return { movement: { kind: act.kind, lines: reverseOf(act.lines), reverses: act.movement }, labels: [] }
  }
}

async function threePhotos(tx: Tx, actor: Actor, what: '弃' | '毁'): Promise<Record<string, string>> {
  const photos: Record<string, string> = {}
  for (const when of ['前', '中', '后']) photos[`${what}${when}`] = await evidence(tx, actor)
  return photos
}

async function evidence(tx: Tx, actor: Actor): Promise<string> {
  const hash = randomBytes(32)
  await tx`
    insert into files.evidence (org_id, sha256, mime, bytes, taken_at, uploaded_at, uploaded_by)
    values (${actor.orgId}, ${hash}, 'image/png', 1, ${at}, ${at}, ${actor.userId})`
  return hash.toString('hex')
}

/** The plain model: a bag of quantities. It knows nothing of SQL, locks or kinds. */
export class Bag {
  readonly held = new Map<string, number>()

  static key(account: number, item: string, code: string): string {
    return `${account}|${item}|${code}`
  }

  get(account: number, item: string, code: string): number {
    return this.held.get(Bag.key(account, item, code)) ?? 0
  }

  apply(lines: readonly Line[]): void {
    for (const l of lines) {
      this.add(l.from, l.item, l.code, -l.quantity)
      this.add(l.to, l.item, l.code, l.quantity)
    }
  }

  private add(account: number, item: string, code: string, quantity: number): void {
    const key = Bag.key(account, item, code)
    const next = (this.held.get(key) ?? 0) + quantity
    if (next === 0) this.held.delete(key)
    else this.held.set(key, next)
  }
}

/** What the database holds for the stage's accounts, in the model's form. */
export async function balancesOf(s: Stage): Promise<Map<string, number>> {
  const accounts = Object.values(s.accounts)
  const rows = await s.db.asOrg(
    s.orgId,
    (tx) => tx<{ accountId: number; item: string; code: string; quantity: number }[]>`
    select account_id, item, code, quantity from ledger.balance
    where org_id = ${s.orgId} and account_id = any (${accounts}::bigint[]) and lot_id = ${s.lotId} and quantity <> 0`,
  )
  return new Map(rows.map((r) => [Bag.key(r.accountId, r.item, r.code), r.quantity]))
}
