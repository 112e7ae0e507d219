import type { Client } from '#apps/client.ts'
import type { ImportEndpoints } from '#core/imports/contract.ts'
import { assert } from '#core/refusal.ts'
import { drugImport } from '#features/catalogue/importContract.ts'
import { placeImport } from '#features/places/importContract.ts'
import { staffImport } from '#features/staff/importContract.ts'
import { supplierImport } from '#features/suppliers/importContract.ts'
import type { World } from './world.ts'

interface Sheet {
  readonly endpoints: ImportEndpoints
  readonly fileName: string
  readonly lines: readonly string[]
}

const sheets: readonly Sheet[] = [
  {
    endpoints: drugImport,
    fileName: '药品档案-麓山.csv',
    lines: ['编码,目录编码,生产单位,每盒数量', 'PS2018,PS2018,北辰药业,10'],
  },
  {
    endpoints: supplierImport,
    fileName: '供应商.csv',
    lines: ['编码,名称,经营许可证号,许可证有效期至', 'S91,衡山医药有限公司,湘AA7349991,2029-06-30'],
  },
  {
    endpoints: placeImport,
    fileName: '储位.csv',
    lines: ['编码,名称,类型,级别', 'ZN91,急诊智能柜,智能柜,二级库'],
  },
  { endpoints: staffImport, fileName: '人员.csv', lines: ['账号,姓名,职务', 'xuqing,许青,药师'] },
]

/** Checks a small file and imports it; every row must be right. */
async function bring(client: Client, { endpoints, fileName, lines }: Sheet): Promise<number> {
  const file = new TextEncoder().encode(lines.join('\n'))
  const { importId, bad } = await client.call(endpoints.check, { fileName }, { file })
  assert(bad === 0, `${fileName} has no fault`)
  const { done, finished } = await client.call(endpoints.run, { importId })
  assert(finished, 'a small file is one batch')
  return done
}

/** Base data by batch import, one file of each kind. */
export async function masterData(world: World): Promise<void> {
  const head = await world.as('liuguodong@lushan')
  for (const sheet of sheets) world.say(`  ${sheet.fileName} 导入 ${await bring(head, sheet)} 行`)
}
