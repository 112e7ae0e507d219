import { readDate } from '../dates.ts'
import type { DeliveryCode } from '../deliveryFile.ts'
import type { Collector } from './collect.ts'
import { checkRelations, ratiosOf, type RelationEntry, type RelationGroup } from './relationChecks.ts'
import type { EventReader, XmlElement } from './xml.ts'

interface Batch {
  readonly lotNo?: string
  readonly made?: string
  readonly expiry?: string
}

/** RelationCreate 3.0: which pack lies in which. Levels as in the file, 1 = smallest. */
export function relationReader(collect: Collector): EventReader {
  const entries: RelationEntry[] = []
  let group: RelationGroup = { productCode: '', ratios: [] }
  let batch: Batch = {}
  return {
    format: 'RELATION_XML',
    open(element) {
      const around = element.path.at(-1)
      if (element.name === 'relation' && around === 'event') group = readGroup(element, collect)
      if (element.name === 'batch' && around === 'relation') batch = readBatch(element, collect)
      if (element.name === 'code' && around === 'batch') {
        const entry = readCode(element, group, batch, collect)
        if (entry) entries.push({ entry, group })
      }
    },
    end: () => {
      checkRelations(entries, collect)
      return {}
    },
  }
}

function readGroup(element: XmlElement, collect: Collector): RelationGroup {
  const cascade = element.attribute('cascade')
  const ratios = ratiosOf(cascade)
  if (!ratios) collect.fault('CODE_LINE_INVALID', element.line, { detail: `包装比例 ${cascade} 不对` })
  return { productCode: element.attribute('productcode'), ratios: ratios ?? [] }
}

function readBatch(element: XmlElement, collect: Collector): Batch {
  const { line } = element
  const [madeText, expiryText] = [element.attribute('madedate'), element.attribute('validatedate')]
  const made = madeText === '' ? undefined : readDate(madeText, 'first')
  const expiry = expiryText === '' ? undefined : readDate(expiryText, 'last')
  const lotNo = element.attribute('batchno') || undefined
  if (!lotNo) collect.fault('CODE_LINE_INVALID', line, { detail: '缺少批号' })
  if (madeText !== '' && !made)
    collect.fault('CODE_LINE_INVALID', line, { detail: `生产日期 ${madeText} 不对` })
  if (expiryText !== '' && !expiry)
    collect.fault('CODE_LINE_INVALID', line, { detail: `有效期 ${expiryText} 不对` })
  if (made && expiry && made >= expiry) collect.fault('CODE_DATE_ORDER', line, { made, expiry })
  return { lotNo, made, expiry }
}

function readCode(
  element: XmlElement,
  group: RelationGroup,
  batch: Batch,
  collect: Collector,
): DeliveryCode | undefined {
  const { line } = element
  const layer = element.attribute('packlayer')
  const parentText = element.attribute('parentcode')
  const level = layer === '1' ? 1 : layer === '2' ? 2 : layer === '3' ? 3 : undefined
  const parent = parentText === '' ? undefined : collect.normalise(parentText, line)
  const entry = collect.add(element.attribute('curcode'), line, {
    ...batch,
    level: level ?? 1,
    parent,
    productCode: group.productCode || undefined,
    partial: element.attribute('flag') === '2' || undefined,
  })
  if (!level) collect.fault('CODE_LINE_INVALID', line, { detail: `包装层级 ${layer || '空'} 应为 1、2 或 3` })
  const unreadable = !level || (parentText !== '' && !parent)
  return unreadable ? undefined : entry
}
