import type { Tx } from '#core/db.ts'
import { classify } from '#core/codes/code.ts'
import { kindTitle } from '#core/ledger/kinds.ts'
import { Refusal, refusalText, type RefusalCode } from '#core/refusal.ts'
import type { Life, LifeColumn, LifeStep, LifeUnit } from './contract.ts'
import { movementsOf, pictureOf, type Known, type LifeEntry, type LifePicture } from './picture.ts'
import {
  accountsOf,
  alertsAbout,
  codeHead,
  entriesOf,
  labelsOf,
  movementFacts,
  photosOf,
  refusalsOf,
  type CodeHead,
  type Label,
  type MovementFacts,
} from './store.ts'

export interface Found {
  readonly box: CodeHead
  readonly asked: string | null
  readonly labels: Label[]
}

/**
 * The box that a scan, a box's code or an ampoule's label belongs to. Refuses: NOT_FOUND for what was never received or
 * one may not see (a look-up is no act: CODE_NEVER_RECEIVED would be recorded and raise an alert), CODE_… where the
 * scan is no trace code.
 */
export async function findBox(tx: Tx, scanned: string, org: number | undefined): Promise<Found> {
  const exact = await codeHead(tx, scanned, org)
  const code = exact ? exact.code : classify(scanned).normalised
  const head = exact ?? (await codeHead(tx, code, org))
  if (!head) throw new Refusal('NOT_FOUND')
  const box = head.parent === null ? head : await codeHead(tx, head.parent, head.orgId)
  if (!box) throw new Refusal('NOT_FOUND')
  return {
    box,
    asked: head.parent === null ? null : head.code,
    labels: await labelsOf(tx, box.orgId, box.code),
  }
}

/** The box and its labels. */
export const codesOf = ({ box, labels }: Found): string[] => [box.code, ...labels.map((l) => l.code)]

interface Detail {
  readonly known: Known
  readonly facts: ReadonlyMap<number, MovementFacts>
  readonly photos: ReadonlyMap<number, LifeStep['photos']>
}

type DrugFacts = Life['drug']

async function drugOf(tx: Tx, box: CodeHead): Promise<DrugFacts> {
  const [row] = await tx<DrugFacts[]>`
    select d.drug_id, d.name, d.spec, d.unit, d.drug_class, d.content_unit, d.content_per_unit, d.container, f.manufacturer
    from catalogue.drug_name d left join catalogue.formulary f on f.org_id = d.org_id and f.drug_id = d.drug_id
    where d.org_id = ${box.orgId} and d.drug_id = ${box.drugId}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

async function detailOf(
  tx: Tx,
  { box, labels }: Found,
  entries: LifeEntry[],
  container: string | null,
  now: string,
): Promise<Detail> {
  const ids = [...new Set(entries.map((e) => e.movementId))]
  const [accounts, facts, photos] = await Promise.all([
    accountsOf(tx, box.orgId, [...new Set(entries.flatMap((e) => [e.from, e.to]))]),
    movementFacts(tx, box.orgId, ids),
    photosOf(tx, box.orgId, ids),
  ])
  const known: Known = {
    box: { code: box.code, units: box.units, container },
    labels,
    entries,
    accounts,
    now,
  }
  return { known, facts, photos }
}

/** Where an act took place, in words: the place it went to, the surgery, the patient, the sink. */
function placeOf(facts: MovementFacts, titles: string): string {
  if (['administer', 'dispense', 'patientEmpties'].includes(facts.kind) && facts.patient)
    return `患者 ${facts.patient}`
  if (facts.kind === 'waste') return facts.usePlace ?? titles
  if (facts.kind === 'destroyContainers') return facts.destroyPlace || titles
  if (facts.kind === 'issue' || facts.kind === 'open' || facts.kind === 'breakage')
    return facts.room ?? titles
  return titles
}

/** One movement as this unit saw it. */
function stepOf(
  detail: Detail,
  movementId: number,
  unit: { code: string; box: string; units: number },
): LifeStep | undefined {
  const facts = detail.facts.get(movementId)
  if (!facts) return undefined
  const all = detail.known.entries.filter((e) => e.movementId === movementId)
  const own = all.filter((e) => e.code === unit.code)
  const lines = own.length > 0 ? own : all.filter((e) => e.code === unit.box)
  const kindAt = (id: number) => detail.known.accounts.get(id)?.kind
  const ends = lines.filter(
    (e) => kindAt(e.to) !== 'opened' && kindAt(e.to) !== 'relabelled' && kindAt(e.from) !== 'relabelled',
  )
  const titles = [
    ...new Set(
      ends.map((e) => detail.known.accounts.get(e.to)?.title.replace(/ [A-Z]{2}-\d{8}-\d+$/, '') ?? ''),
    ),
  ].join('、')
  const content = lines.filter((e) => e.item === 'content').reduce((n, e) => n + e.quantity, 0)
  const labelled = own.some((e) => kindAt(e.from) === 'relabelled')
  const { room: _r, patient: _p, usePlace: _u, destroyPlace: _d, title: _t, ...step } = facts
  const title = `${facts.reversed ? '红冲 ' : ''}${labelled ? '拆零贴码、' : ''}${kindTitle(facts.kind)}`
  const units =
    own.length > 0 ? unit.units : lines.filter((e) => e.item === 'intact').reduce((n, e) => n + e.quantity, 0)
  return {
    ...step,
    title,
    place: placeOf(facts, titles),
    units,
    content,
    photos: detail.photos.get(movementId) ?? [],
  }
}

function unitsOf(detail: Detail, picture: LifePicture): LifeUnit[] {
  return picture.units.map(({ columnKey: _, accountId, ...unit }) => {
    const steps = movementsOf(detail.known, { ...unit, accountId }).flatMap((id) => {
      const step = stepOf(detail, id, { code: unit.code, box: detail.known.box.code, units: unit.units })
      return step ? [step] : []
    })
    const cause = steps.findLast((s) => s.causeKind === 'issue')?.causeNo ?? null
    return { ...unit, causeNo: cause, steps }
  })
}

function columnOf(detail: Detail, column: LifePicture['columns'][number]): LifeColumn {
  const { key, title, entry } = column
  const facts = detail.facts.get(entry.movementId)
  const many = ['custody', 'used', 'empties'].includes(key)
  const account = detail.known.accounts.get(key === 'supplier' ? entry.from : entry.to)
  const detailText =
    key === 'supplier' ? (account?.title ?? null) : key === 'destroyed' ? facts?.destroyPlace || null : null
  const words: Record<string, string> = { custody: '按领用单', used: '患者、水池', empties: '回收箱' }
  const people = [facts?.actor, facts?.witness ?? undefined].filter((p) => p !== undefined)
  return {
    key,
    title,
    detail: words[key] ?? detailText ?? (facts ? kindTitle(facts.kind) : null),
    at: many || key === 'supplier' ? null : entry.occurredAt,
    people: many || key === 'supplier' ? [] : people,
  }
}

async function refusalsAbout(tx: Tx, codes: readonly string[]): Promise<Life['refusals']> {
  const [refused, alerts] = await Promise.all([refusalsOf(tx, codes), alertsAbout(tx, codes)])
  const recorded = refused.map((r) => ({
    at: r.at,
    code: r.code,
    text: refusalText(r.refusal as RefusalCode, r.facts),
    org: r.org,
    person: r.person,
  }))
  const seen = new Set(recorded.map((r) => `${r.at}|${r.code}`))
  const fromFiles = alerts.filter((a) => !seen.has(`${a.at}|${a.code}`))
  return [...recorded, ...fromFiles.map((a) => ({ ...a, person: null }))].sort((a, b) =>
    a.at < b.at ? -1 : 1,
  )
}

/** Everything that happened to one box and its units. Quantities in whole units and in the drug's content unit. */
export async function lifeOf(tx: Tx, found: Found, now: string): Promise<Life> {
  const { box, asked } = found
  // What does not wait for each other goes out together.
  const [drug, entries, refusals] = await Promise.all([
    drugOf(tx, box),
    entriesOf(tx, box.orgId, codesOf(found)),
    refusalsAbout(tx, codesOf(found)),
  ])
  const detail = await detailOf(tx, found, entries, drug.container, now)
  const picture = pictureOf(detail.known)
  const received = detail.known.entries.find((e) => detail.known.accounts.get(e.from)?.kind === 'supplier')
  return {
    orgId: box.orgId,
    org: box.org,
    code: box.code,
    kind: box.kind,
    drug,
    lotNo: box.lotNo,
    made: box.made,
    expiry: box.expiry,
    supplier: received ? (detail.known.accounts.get(received.from)?.title ?? null) : null,
    receivedUnits: box.units,
    receivedAt: received?.occurredAt ?? null,
    asked,
    columns: picture.columns.map((c) => columnOf(detail, c)),
    splitColumn: picture.splitColumn,
    splitUnits: picture.splitUnits,
    units: unitsOf(detail, picture),
    refusals,
    events: new Set([...detail.facts.values()].map((f) => f.eventId)).size,
    now,
  }
}
