import { readSheet } from 'read-excel-file/node'
import { SaxesParser } from 'saxes'
import { Refusal } from '#core/refusal.ts'
import { tooWide } from './csv.ts'
import { megabytes } from './encoding.ts'
import type { TableLimits } from './read.ts'
import { unzip, zipStored } from './zip.ts'

/** All rows of the first sheet, blank ones included. */
export async function readXlsx(bytes: Uint8Array, limits: TableLimits): Promise<string[][]> {
  const unpacked = unzip(bytes, (name) => /\.xml(?:\.rels)?$/.test(name), limits.maxUnpacked)
  if (!unpacked.ok) {
    if (unpacked.why === 'DAMAGED') throw unreadable('压缩包已损坏')
    throw new Refusal('FILE_TOO_LARGE', { limit: `${megabytes(limits.maxUnpacked)}（解压后）` })
  }
  // All of them: the workbook decides under which name its sheet lies.
  for (const part of unpacked.parts.values()) checkExtent(part, limits)
  // The library gets exactly the parts that were measured: two zip readers may disagree about one file.
  const rows = await readSheet(zipStored(unpacked.parts), { parseNumber: (number) => ({ number }) }).catch(
    () => {
      throw unreadable('不是有效的 .xlsx 工作簿')
    },
  )
  return rows.map((cells, i) => cells.map((cell, j) => textOf(cell, i + 1, rows[0]?.[j] ?? columnName(j))))
}

/**
 * The library fills every gap between two cells, so one cell in the last corner of a sheet would cost
 * gigabytes. Also refuses a DTD, which the Open Packaging Conventions forbid; merged cells below the headings,
 * of which only the first would have content; and a formula whose result is not in the file.
 */
function checkExtent(part: Uint8Array, limits: TableLimits): void {
  const parser = new SaxesParser({ xmlns: false, position: false })
  parser.on('doctype', () => {
    throw new Refusal('FILE_FORBIDDEN_XML', { line: 1 })
  })
  parser.on('error', () => {
    throw unreadable('工作表内容不完整')
  })
  let rows = 0
  let cells = 0
  let open: { place: string; formula: boolean; result: boolean } | undefined
  parser.on('closetag', ({ name }) => {
    if (name.replace(/^.*:/, '') !== 'c' || !open) return
    if (open.formula && !open.result) throw formulaWithoutResult(open.place)
    open = undefined
  })
  parser.on('opentag', ({ name, attributes }) => {
    const local = name.replace(/^.*:/, '')
    if (local === 'mergeCell') refuseMerged(attributes['ref'] ?? '')
    if (local === 'f' && open) open.formula = true
    if ((local === 'v' || local === 'is') && open) open.result = true
    if (local === 'row') [rows, cells] = [rows + 1, 0]
    else if (local === 'c') {
      cells += 1
      open = { place: attributes['r'] ?? '', formula: false, result: false }
    } else return
    const place = /^([A-Z]{0,3})(\d{0,7})$/.exec(attributes['r'] ?? '')
    if (!place) throw unreadable('单元格位置不对')
    if (Math.max(rows, Number(place[2])) > limits.maxRows * 2) {
      throw new Refusal('FILE_TOO_MANY_ROWS', { limit: limits.maxRows })
    }
    if (Math.max(cells, columnNumber(place[1] ?? '')) > limits.maxColumns) throw tooWide(limits)
  })
  parser.write(new TextDecoder('utf-8').decode(part)).close()
}

/** Headings may be merged; which rows a merged value stands for would be a guess. */
function refuseMerged(range: string): void {
  const [, from = '', to = from] = /^[A-Z]{1,3}(\d{1,7})(?::[A-Z]{1,3}(\d{1,7}))?$/.exec(range) ?? []
  if (Number(to) > 1) throw new Refusal('FILE_MERGED_CELLS', { row: Number(from), range })
}

function formulaWithoutResult(place: string): Refusal {
  const [, column = '', row = ''] = /^([A-Z]{0,3})(\d{0,7})$/.exec(place) ?? []
  const need = '公式没有算出结果，请选择性粘贴为数值后再传'
  return new Refusal('CELL_INVALID', { row: Number(row), column: `${column} 列`, value: '公式', need })
}

function textOf(cell: unknown, row: number, column: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return dateText(cell)
  if (typeof cell !== 'object' || !('number' in cell)) return String(cell).trim()
  const number = Number(cell.number)
  // A spreadsheet keeps 15 digits; a 20-digit trace code typed as a number is already another code.
  if (Math.abs(number) >= 1e15 || Number.isNaN(number)) {
    const need = '长数字须先设为文本格式再填写'
    throw new Refusal('CELL_INVALID', { row, column: String(column), value: String(cell.number), need })
  }
  return String(Number(number.toPrecision(15)))
}

/** Sheet dates have no zone; the library gives them as UTC. */
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return ''
  const [day = '', time = ''] = date.toISOString().split('T')
  return time.startsWith('00:00') ? day : `${day} ${time.slice(0, 5)}`
}

function columnNumber(letters: string): number {
  return [...letters].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0)
}

function columnName(index: number): string {
  return `第 ${index + 1} 列`
}

function unreadable(detail: string): Refusal {
  return new Refusal('FILE_UNREADABLE', { detail })
}
