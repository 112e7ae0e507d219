import { readDate } from '../dates.ts'
import type { Collector } from './collect.ts'
import type { EventReader } from './xml.ts'

/**
 * 出入库单据: one `Data` per code. Only `Data` inside `DataField` counts; the mapping blocks that some terminals
 * put in front use the same element names for other things.
 */
export function warehouseReader(collect: Collector): EventReader {
  const orders = new Set<string>()
  return {
    format: 'WAREHOUSE_XML',
    open(element) {
      if (element.name !== 'data' || element.path.at(-1) !== 'datafield') return
      const { line } = element
      const invalid = (detail: string) => collect.fault('CODE_LINE_INVALID', line, { detail })
      const raw = element.attribute('code')
      if (/^(?:true|1)$/i.test(element.attribute('wrongcode'))) return invalid(`${raw} 已被发货终端标为错码`)
      const date = element.attribute('producedate')
      const made = date === '' ? undefined : readDate(date, 'first')
      if (date !== '' && !made) return invalid(`生产日期 ${date} 不对`)
      orders.add(element.attribute('corporderid'))
      collect.add(raw, line, { lotNo: element.attribute('corpbatchno') || undefined, made })
    },
    end: () => {
      const [order] = orders
      // Several orders in one file belong to no single document.
      return { documentNo: orders.size === 1 && order ? order : undefined }
    },
  }
}
