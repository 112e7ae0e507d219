import type { LifeState, LifeUnit } from './contract.ts'

export interface LifeAccount {
  readonly id: number
  readonly kind: string
  readonly title: string
  readonly holder: string | null
  readonly dueAt: string | null
}

/** An entry of the box's code or of one of its labels, in the order of the books. */
export interface LifeEntry {
  readonly movementId: number
  readonly recordedAt: string
  readonly occurredAt: string
  readonly item: 'intact' | 'content' | 'container'
  readonly code: string
  readonly from: number
  readonly to: number
  readonly quantity: number
}

export interface Box {
  readonly code: string
  readonly units: number
  readonly container: string | null
}

export interface Known {
  readonly box: Box
  readonly labels: readonly { readonly code: string; readonly unitNo: number }[]
  readonly entries: readonly LifeEntry[]
  readonly accounts: ReadonlyMap<number, LifeAccount>
  readonly now: string
}

type Placed = Omit<LifeUnit, 'steps' | 'column' | 'causeNo'> & {
  readonly columnKey: string
  readonly accountId: number
}

/** quantity by account and item, of one code */
type Holding = ReadonlyMap<
  string,
  { readonly accountId: number; readonly item: string; readonly quantity: number }
>

function holdingOf(entries: readonly LifeEntry[], code: string): Holding {
  const held = new Map<string, { accountId: number; item: string; quantity: number }>()
  const add = (accountId: number, item: string, quantity: number) => {
    const row = held.get(`${accountId}|${item}`) ?? { accountId, item, quantity: 0 }
    held.set(`${accountId}|${item}`, { ...row, quantity: row.quantity + quantity })
  }
  for (const e of entries) {
    if (e.code !== code) continue
    add(e.from, e.item, -e.quantity)
    add(e.to, e.item, e.quantity)
  }
  return held
}

/** Acts on the person and the patient share a column each; every place has its own. */
export function columnKey(account: Pick<LifeAccount, 'id' | 'kind'>): string | undefined {
  if (account.kind === 'relabelled') return undefined
  if (['patient', 'disposed', 'opened', 'lost', 'sample'].includes(account.kind)) return 'used'
  if (['supplier', 'transit', 'custody', 'empties', 'destroyed'].includes(account.kind)) return account.kind
  return `place${account.id}`
}

/** Where a whole unit is, by the kind of its account. */
function stateOf(account: LifeAccount, now: string): LifeState {
  const overdue = account.dueAt !== null && Date.parse(account.dueAt) < Date.parse(now)
  if (account.kind === 'custody') return overdue ? 'overdue' : 'custody'
  const states: Record<string, LifeState> = {
    transit: 'transit',
    quarantine: 'quarantine',
    returned: 'quarantine',
    patient: 'used',
    supplier: 'withdrawn',
    empties: 'empties',
    destroyed: 'destroyed',
    lost: 'lost',
  }
  return states[account.kind] ?? 'stock'
}

/** What became of the content of an opened unit, and where its container is. */
function openedOf(rows: readonly { account: LifeAccount; item: string; quantity: number }[]) {
  const content = (kind: string) =>
    rows.find((r) => r.item === 'content' && r.account.kind === kind)?.quantity ?? 0
  const left = rows
    .filter((r) => r.item === 'content' && r.account.kind === 'custody')
    .reduce((n, r) => n + r.quantity, 0)
  return {
    content: -content('opened'),
    given: content('patient'),
    wasted: content('disposed'),
    lost: content('lost'),
    sampled: content('sample') + content('destroyed') + content('adjustment'),
    left,
  }
}

/**
 * Units of one code by where they are now. A label is always one unit; a box's code may lie in several places. An
 * opened unit is where its content waits, then where its container is; broken glass stays 破碎 wherever it is kept.
 */
function placedOf(known: Known, code: string, unitNo: number | null): Placed[] {
  const rows = [...holdingOf(known.entries, code).values()].flatMap((r) => {
    const account = known.accounts.get(r.accountId)
    return account && r.quantity !== 0 ? [{ ...r, account }] : []
  })
  const unit = (
    account: LifeAccount,
    units: number,
    state: LifeState,
    more: Partial<Placed> = {},
  ): Placed => ({
    key: unitNo === null ? `${code}@${account.id}` : code,
    code,
    unitNo,
    units,
    state,
    columnKey: columnKey(account) ?? 'used',
    accountId: account.id,
    account: account.title,
    holder: account.holder,
    dueAt: account.dueAt,
    opened: null,
    container: null,
    ...more,
  })
  const whole = rows.filter(
    (r) => r.item === 'intact' && r.quantity > 0 && !['opened', 'relabelled'].includes(r.account.kind),
  )
  const openedUnits = rows.find((r) => r.item === 'intact' && r.account.kind === 'opened')?.quantity ?? 0
  const placed = whole.map((r) => unit(r.account, r.quantity, stateOf(r.account, known.now)))
  if (openedUnits <= 0) return placed
  const opened = openedOf(rows)
  const shell = rows.find((r) => r.item === 'container' && r.quantity > 0)?.account
  const hand = rows.find(
    (r) => r.item === 'content' && r.account.kind === 'custody' && r.quantity > 0,
  )?.account
  const at =
    hand ??
    shell ??
    rows.find((r) => r.account.kind === 'patient')?.account ??
    rows.find((r) => r.account.kind === 'opened')?.account
  if (!at) return placed
  const late = stateOf(at, known.now) === 'overdue'
  const waiting: LifeState = hand
    ? late
      ? 'overdue'
      : 'custody'
    : shell?.kind === 'custody'
      ? late
        ? 'overdue'
        : 'owed'
      : stateOf(at, known.now)
  const state: LifeState = opened.lost > 0 ? 'lost' : at.kind === 'opened' ? 'used' : waiting
  return [...placed, unit(at, openedUnits, state, { opened, container: shell?.title ?? null })]
}

/** The box's own way to an account: backwards from the last arrival there, to the supplier. Movements, in order. */
export function wayTo(known: Known, accountId: number, before: number): number[] {
  const way: number[] = []
  let [at, limit] = [accountId, before]
  for (let hops = 0; hops < 50; hops++) {
    const index = known.entries.findLastIndex(
      (e, i) =>
        i < limit &&
        e.item === 'intact' &&
        e.code === known.box.code &&
        e.to === at &&
        known.accounts.get(e.from)?.kind !== 'relabelled',
    )
    const entry = known.entries[index]
    if (!entry) break
    way.unshift(entry.movementId)
    ;[at, limit] = [entry.from, index]
  }
  return way
}

/** Every movement that a unit took part in: those of the box up to its own label, then its own. */
export function movementsOf(known: Known, unit: Pick<Placed, 'code' | 'accountId' | 'unitNo'>): number[] {
  const { entries, accounts, box } = known
  const own = [...new Set(entries.filter((e) => e.code === unit.code).map((e) => e.movementId))]
  if (unit.code === box.code) return box.units === 1 ? own : wayTo(known, unit.accountId, entries.length)
  const first = entries.findIndex((e) => e.code === unit.code && accounts.get(e.from)?.kind === 'relabelled')
  const birthplace = entries[first]?.to
  return birthplace === undefined ? own : [...new Set([...wayTo(known, birthplace, first), ...own])]
}

const lastColumns = ['transit', 'custody', 'used', 'empties', 'destroyed']
const columnTitles: Record<string, string> = {
  supplier: '供应商',
  transit: '在途',
  custody: '领用在手',
  used: '给药、弃去',
  empties: '空容器',
  destroyed: '销毁',
}

/** Accounts in the order of the first visit; 在途 is a column only while something is in it. */
export function columnsOf(
  known: Known,
  placed: readonly Pick<Placed, 'columnKey'>[],
): { key: string; title: string; entry: LifeEntry }[] {
  const columns = new Map<string, { key: string; title: string; entry: LifeEntry }>()
  const visit = (accountId: number, entry: LifeEntry) => {
    const account = known.accounts.get(accountId)
    const key = account && columnKey(account)
    if (!key || columns.has(key)) return
    const title =
      key === 'empties' && known.box.container ? known.box.container : (columnTitles[key] ?? account.title)
    columns.set(key, { key, title, entry })
  }
  for (const entry of known.entries) {
    visit(entry.from, entry)
    visit(entry.to, entry)
  }
  if (!placed.some((p) => p.columnKey === 'transit')) columns.delete('transit')
  const rank = (key: string) => lastColumns.indexOf(key)
  return [...columns.values()].sort((a, b) => rank(a.key) - rank(b.key))
}

export interface LifePicture {
  readonly columns: readonly { readonly key: string; readonly title: string; readonly entry: LifeEntry }[]
  readonly units: readonly (Placed & { readonly column: number })[]
  readonly splitColumn: number
  readonly splitUnits: number
}

/** A receipt that was taken back (红冲) left its units with the supplier: they are accounted for there. */
function withdrawn(known: Known): Placed[] {
  const received = known.entries.filter((e) => e.item === 'intact' && e.code === known.box.code)
  const from = (e: LifeEntry, end: 'from' | 'to') => known.accounts.get(e[end])?.kind === 'supplier'
  const back = received.find((e) => from(e, 'to'))
  const account = back && known.accounts.get(back.to)
  const net = received.reduce(
    (n, e) => n + (from(e, 'from') ? e.quantity : from(e, 'to') ? -e.quantity : 0),
    0,
  )
  if (!account || net >= known.box.units) return []
  return [
    {
      key: `${known.box.code}@${account.id}`,
      code: known.box.code,
      unitNo: null,
      units: known.box.units - net,
      state: 'withdrawn',
      columnKey: 'supplier',
      accountId: account.id,
      account: account.title,
      holder: null,
      dueAt: null,
      opened: null,
      container: null,
    },
  ]
}

/** The whole picture of a box: a trunk up to where it was split, then one row for every unit or rest. */
export function pictureOf(known: Known): LifePicture {
  const rest = [...placedOf(known, known.box.code, null), ...withdrawn(known)]
  const labelled = known.labels.flatMap((l) => placedOf(known, l.code, l.unitNo))
  const placed = [...labelled, ...rest]
  const columns = columnsOf(known, placed)
  const units = placed.map((p) => ({
    ...p,
    column: Math.max(
      0,
      columns.findIndex((c) => c.key === p.columnKey),
    ),
  }))
  const split = known.entries.find(
    (e) => e.code === known.box.code && known.accounts.get(e.to)?.kind === 'relabelled',
  )
  const splitAccount = split && known.accounts.get(split.from)
  const at = splitAccount ? columns.findIndex((c) => c.key === columnKey(splitAccount)) : columns.length - 1
  const splitColumn = Math.max(0, Math.min(at, ...units.map((u) => u.column)))
  return { columns, units, splitColumn, splitUnits: known.labels.length }
}
