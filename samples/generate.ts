import { mkdirSync, writeFileSync } from 'node:fs'
import { encodeGb } from './gb.ts'

const supplier = '湖南楚湘医药有限公司'
const documentNo = 'CX26112300871'
const morphine = {
  prefix: '8121150',
  bundle: '8121151',
  carton: '8121152',
  lot: 'P2609016',
  made: '2026-09-05',
} as const

const delivered = [
  { name: '枸橼酸舒芬太尼注射液', prefix: '8190236', lot: 'S2609118', made: '2026-09-11', boxes: 20 },
  { name: '注射用盐酸瑞芬太尼', prefix: '8107742', lot: 'R2608042', made: '2026-09-01', boxes: 12 },
  { name: '枸橼酸芬太尼注射液', prefix: '8134507', lot: 'F2609027', made: '2026-09-02', boxes: 10 },
  { name: '咪达唑仑注射液', prefix: '8162348', lot: 'M2609033', made: '2026-09-03', boxes: 4 },
] as const

/**
 * Codes with one 7-digit prefix: a rising serial of 9 digits with small gaps, as a packing line leaves
 * them, and 4 digits in the place of the secret check. `salt` gives other codes of the same product.
 */
export function codesOf(prefix: string, count: number, salt = 0): string[] {
  let state = (Number(prefix) ^ ((salt + 1) * 0x9e3779b1)) >>> 0 || 1
  const random = (below: number) => {
    // xorshift32: the same files every time, on every machine.
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state % below
  }
  let serial = 100_000_000 + random(700_000_000)
  return Array.from({ length: count }, () => {
    serial += 1 + random(3)
    return `${prefix}${String(serial).padStart(9, '0')}${String(random(10_000)).padStart(4, '0')}`
  })
}

/** 码上放心 TXT of the demo delivery: 46 boxes of four drugs. */
export function msfxTxt(separator: string, lineEnd: string): string {
  const rows = delivered.flatMap(({ name, prefix, lot, made, boxes }) =>
    codesOf(prefix, boxes).map((code) => [code, name, lot, made].join(separator)),
  )
  return [`$${supplier},${documentNo}`, ...rows, '#', ''].join(lineEnd)
}

interface Packing {
  readonly boxes: number
  readonly perBundle: number
  readonly bundlesPerCarton: number
  readonly salt: number
  readonly encoding: string
}

/** RelationCreate 3.0 of morphine boxes in bundles in cartons; packs that are not full carry flag 2. */
function relationXml({ boxes, perBundle, bundlesPerCarton, salt, encoding }: Packing): string {
  const bundles = Math.ceil(boxes / perBundle)
  const cartons = Math.ceil(bundles / bundlesPerCarton)
  const cartonCodes = codesOf(morphine.carton, cartons, salt)
  const bundleCodes = codesOf(morphine.bundle, bundles, salt)
  const boxCodes = codesOf(morphine.prefix, boxes, salt)
  const line = (code: string, layer: number, parent: string, full: boolean) => {
    const above = parent === '' ? '' : ` parentCode="${parent}"`
    return `     <Code curCode="${code}" packLayer="${layer}"${above} flag="${full ? 0 : 2}"/>`
  }
  const lines = [
    ...cartonCodes.map((code, i) => line(code, 3, '', bundles - i * bundlesPerCarton >= bundlesPerCarton)),
    ...bundleCodes.map((code, i) =>
      line(code, 2, cartonCodes[Math.floor(i / bundlesPerCarton)] ?? '', boxes - i * perBundle >= perBundle),
    ),
    ...boxCodes.map((code, i) => line(code, 1, bundleCodes[Math.floor(i / perBundle)] ?? '', true)),
  ]
  return `<?xml version="1.0" encoding="${encoding}"?>
<Document xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="关联关系XML Schema-3.0.xsd" License="2001876">
 <Events Version="3.0">
  <Event Name="RelationCreate">
   <Relation productCode="${morphine.prefix}" subTypeNo="9112115001" cascade="1:${bundlesPerCarton}:${bundlesPerCarton * perBundle}" packageSpec="盒10支" comment="盐酸吗啡注射液 1ml:10mg">
    <Batch batchNo="${morphine.lot}" madeDate="${morphine.made}" validateDate="2029-09-04" workshop="针剂二车间" lineName="二号包装线" lineManager="周建平">
${lines.join('\n')}
    </Batch>
   </Relation>
  </Event>
 </Events>
</Document>
`
}

/** One carton of morphine: 5 bundles, 50 boxes. */
export function relation(encoding: string): string {
  return relationXml({ boxes: 50, perBundle: 10, bundlesPerCarton: 5, salt: 0, encoding })
}

/** A delivery of any size, 200 boxes to the carton; for load tests, with codes that no sample file holds. */
export function largeRelation(boxes: number): string {
  return relationXml({ boxes, perBundle: 10, bundlesPerCarton: 20, salt: 7, encoding: 'utf-8' })
}

/** Six single boxes of morphine on their way out of the supplier's warehouse. */
export function warehouse(): string {
  const data = codesOf(morphine.prefix, 6, 3).map((code, i) => {
    const who = `Actor="李晓芳" ActDate="2026-11-23 08:4${i}:17" CorpOrderID="CX26112300872"`
    const to = 'ToCorpID="HN430102007" AssCorpID="" WrongCode="False"'
    const what = `CorpProductID="CX-1150" CorpBatchNo="${morphine.lot}" ProduceDate="${morphine.made}"`
    return `     <Data Code="${code}" ${who} ${to} ${what}/>`
  })
  return `<?xml version="1.0" encoding="utf-8"?>
<Document xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" Version="3.0" SN="0300871" License="01">
 <Events>
  <Event Name="SalesWareHouseOut" MainAction="WareHouseOut">
   <ActionMapping>
    <Data Name="Code" Title="追溯码"/>
   </ActionMapping>
   <DataField>
${data.join('\n')}
   </DataField>
  </Event>
 </Events>
</Document>
`
}

export const files: Readonly<Record<string, () => Uint8Array>> = {
  'delivery-msfx-utf8.txt': () => Buffer.from(msfxTxt(',', '\n')),
  'delivery-msfx-gb18030.txt': () => encodeGb(msfxTxt('\t', '\r\n')),
  'relation-utf8.xml': () => Buffer.from(relation('utf-8')),
  'relation-gb2312.xml': () => encodeGb(relation('GB2312')),
  'warehouse.xml': () => Buffer.from(warehouse()),
}

if (import.meta.main) {
  mkdirSync(import.meta.dirname, { recursive: true })
  for (const [name, make] of Object.entries(files)) writeFileSync(`${import.meta.dirname}/${name}`, make())
}
