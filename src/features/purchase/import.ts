import { createHash } from 'node:crypto'
import { tell, type Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { collect } from '#core/files/limited.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal, type Fault } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { readTable } from '#core/tables/read.ts'
import { gateFor } from './gate.ts'
import {
  importLimitBytes,
  importLimitRows,
  importOrders,
  previewImport,
  type ImportCounts,
} from './importContract.ts'
import { knownFor } from './importStore.ts'
import { gateRows, judgeRows, settle, type Judged } from './judge.ts'
import { rawRows } from './sheet.ts'
import { insertLines, insertOrder, type NewLine } from './store.ts'

interface Read {
  /** sha-256 of the file, so that the event says which file it was. */
  readonly file: string
  readonly rows: Judged[]
  readonly counts: ImportCounts
}

/** Both steps read and judge alike, so that what is imported is what was shown. */
async function readUpload(tx: Tx, actor: Actor, fileName: string): Promise<Read> {
  assert(actor.upload, 'an upload endpoint has a body')
  const bytes = await collect(actor.upload)
  const table = await readTable(bytes, fileName, { maxBytes: importLimitBytes, maxRows: importLimitRows })
  const raw = rawRows(table)
  const known = await knownFor(tx, actor.orgId, raw)
  const rows = judgeRows(raw, { ...known, today: dayOf(actor.at) })
  const gate = await gateFor(tx, actor, {
    drugs: present(rows.map((r) => r.drug?.drugId)),
    suppliers: present(rows.map((r) => r.supplierId)),
    days: present(rows.map((r) => r.orderedOn)),
  })
  if (gate) gateRows(rows, gate)
  return { file: createHash('sha256').update(bytes).digest('hex'), ...settle(rows) }
}

const present = <T>(values: readonly (T | null | undefined)[]): T[] => [
  ...new Set(values.filter((v) => v !== null && v !== undefined)),
]

async function preview(tx: Tx, actor: Actor, input: InputOf<typeof previewImport>) {
  const { file, rows, counts } = await readUpload(tx, actor, input.fileName)
  tell(actor, { kind: 'purchaseFile', id: actor.eventId, no: file.slice(0, 12) }, { file, ...counts })
  return { counts, rows }
}

async function importFile(tx: Tx, actor: Actor, input: InputOf<typeof importOrders>) {
  const { file, rows, counts } = await readUpload(tx, actor, input.fileName)
  const refused = counts.bad > 0 && !(input.acceptGood && counts.goodOrders > 0)
  if (refused) throw new Refusal('FILE_HAS_FAULTS', { count: counts.bad }, faultsOf(rows))
  const good = Map.groupBy(
    rows.filter((row) => row.state === 'good'),
    (row) => row.externalNo,
  )
  const orders: { orderId: number; no: string; externalNo: string }[] = []
  const lines: NewLine[] = []
  for (const [externalNo, members] of good) {
    const order = await openOrder(tx, actor, externalNo, members)
    orders.push({ ...order, externalNo })
    lines.push(...members.map((row, i) => lineOf(order.orderId, i + 1, row)))
  }
  await insertLines(tx, actor.orgId, lines)
  tell(
    actor,
    { kind: 'purchaseFile', id: actor.eventId, no: file.slice(0, 12) },
    { file, ...counts, imported: orders.map(({ no, externalNo }) => ({ no, externalNo })) },
  )
  return { counts, orders }
}

async function openOrder(tx: Tx, actor: Actor, externalNo: string, members: readonly Judged[]) {
  const first = members[0]
  assert(first?.supplierId && first.orderedOn, 'a good row has its supplier and its day')
  const no = await documentNo(tx, actor, 'CG')
  const { supplierId, orderedOn } = first
  const orderId = await insertOrder(tx, actor, { no, externalNo, supplierId, orderedOn, source: 'import' })
  return { orderId, no }
}

function lineOf(orderId: number, line: number, row: Judged): NewLine {
  assert(
    row.drug && row.units !== null && row.price !== null,
    'a good row has its drug, its units and its price',
  )
  const { drug, units, price, invoiceCode, invoiceNo } = row
  return { orderId, line, drugId: drug.drugId, units, price, invoiceCode, invoiceNo }
}

/** The first two hundred, row by row; the preview has them all. */
function faultsOf(rows: readonly Judged[]): Fault[] {
  const faults = rows.flatMap((row) => row.faults).slice(0, 200)
  return faults.map(({ code, row, column, facts }) => ({ code, row, field: column, facts }))
}

export const importCommands: Route[] = [on(previewImport, preview), on(importOrders, importFile)]
