import { Refusal } from '#core/refusal.ts'
import type { TextSource } from '#core/tables/encoding.ts'
import type { DeliveryFile } from '../deliveryFile.ts'
import { collector, type Collector } from './collect.ts'
import { relationReader } from './relation.ts'
import { warehouseReader } from './warehouse.ts'
import { readXml, type EventReader, type XmlElement } from './xml.ts'

/**
 * Terminal interface XML Schema 3.0: package relations, or the goods of one movement in or out of a
 * warehouse.
 */
export async function readXmlDelivery(source: TextSource): Promise<DeliveryFile> {
  const collect = collector()
  let reader: EventReader | undefined
  let event: string | undefined
  await readXml(source, (element) => {
    if (element.path.length === 0 && element.name !== 'document') throw new Refusal('FILE_FORMAT_UNKNOWN')
    if (element.name === 'events') checkVersion(element)
    if (element.name === 'event' && element.path.at(-1) === 'events') {
      const next = readerFor(element, collect)
      if (reader && reader.format !== next.format) throw new Refusal('FILE_FORMAT_UNKNOWN')
      reader ??= next
      event ??= element.attribute('name')
    } else {
      reader?.open(element)
    }
  })
  if (!reader) throw new Refusal('FILE_FORMAT_UNKNOWN')
  const rest = reader.end()
  return { format: reader.format, encoding: source.encoding, event, ...rest, codes: collect.finish() }
}

function readerFor(element: XmlElement, collect: Collector): EventReader {
  const name = element.attribute('name')
  if (name === 'RelationCreate') return relationReader(collect)
  if (/WareHouse(?:In|Out)$/.test(name)) return warehouseReader(collect)
  throw new Refusal('FILE_FORMAT_UNKNOWN')
}

function checkVersion(element: XmlElement): void {
  const version = element.attribute('version')
  if (version === '' || /^3(?:\.\d+)?$/.test(version)) return
  throw new Refusal('FILE_UNREADABLE', { detail: `版本 ${version}，只收 3.0`, line: element.line })
}
