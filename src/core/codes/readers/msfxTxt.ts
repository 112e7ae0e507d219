import { Refusal } from '#core/refusal.ts'
import type { TextSource } from '#core/tables/encoding.ts'
import { readDate } from '../dates.ts'
import { deliveryLimits, type DeliveryFile } from '../deliveryFile.ts'
import { collector, type Collector } from './collect.ts'

/**
 * 码上放心 TXT: `$供应商,单号`, then 追溯码, 药品名称, 批号, 生产日期 per line, `#` at the end. The end mark is the only
 * proof that nothing was cut off, so without it everything else is moot: FILE_TRUNCATED.
 */
export async function readMsfxTxt(source: TextSource): Promise<DeliveryFile> {
  const collect = collector()
  let header: string[] = []
  let ended = false
  let line = 0
  for await (const text of linesOf(source.pieces)) {
    line += 1
    if (text === '') continue
    if (ended) collect.fault('CODE_LINE_INVALID', line, { detail: '结束标记 # 之后还有内容' })
    else if (header.length === 0) header = cellsOf(text.slice(1))
    else if (text === '#') ended = true
    else readRow(text, line, collect)
  }
  if (!ended) throw new Refusal('FILE_TRUNCATED', { line })
  return {
    format: 'MSFX_TXT',
    encoding: source.encoding,
    supplierName: header[0] || undefined,
    documentNo: header[1] || undefined,
    codes: collect.finish(),
  }
}

function readRow(text: string, line: number, collect: Collector): void {
  const [raw = '', drugName = '', lotNo = '', date = '', ...more] = cellsOf(text)
  const invalid = (detail: string) => collect.fault('CODE_LINE_INVALID', line, { detail })
  if (more.some((cell) => cell !== '')) return invalid(`应有 4 列，读到 ${more.length + 4} 列`)
  if (raw === '' || drugName === '' || lotNo === '') return invalid('追溯码、药品名称、批号都要有')
  const made = date === '' ? undefined : readDate(date, 'first')
  if (date !== '' && !made) return invalid(`生产日期 ${date} 不对`)
  collect.add(raw, line, { drugName, lotNo, made })
}

/** Exports differ in the separator; the first one on the line is the one used. */
function cellsOf(text: string): string[] {
  const separator = /[\t,;|]/.exec(text)?.[0]
  return (separator ? text.split(separator) : [text]).map((cell) => cell.trim())
}

async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let open = ''
  let line = 1
  const checked = (text: string) => {
    if (text.length <= deliveryLimits.maxLineLength) return text
    throw new Refusal('CODE_LINE_INVALID', {
      line,
      detail: `一行超过 ${deliveryLimits.maxLineLength} 个字符`,
    })
  }
  for await (const piece of pieces) {
    const parts = (open + piece).split('\n')
    open = parts.pop() ?? ''
    for (const part of parts) {
      yield checked(part).trim()
      line += 1
    }
    checked(open)
  }
  yield open.trim()
}
