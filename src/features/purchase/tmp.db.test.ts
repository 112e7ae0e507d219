import { test } from 'vitest'
import { startHospital } from '#test/harness.ts'
import { listOrders, openOrders } from './contract.ts'
import { importOrders, previewImport } from './importContract.ts'
test('time', async () => {
  const h = await startHospital()
  const k = await h.as('wangxuemei@lushan')
  const file = Buffer.from(['采购单号,供应商,药品编码,药品名称,规格,数量,单位,单价,下单日期', ...Array.from({ length: 10_000 }, (_, i) => `T${Math.floor(i / 10)},CX,NAR017,,,2,盒,100,2026-11-20`)].join('\n'))
  let t = Date.now(); const lap = (n: string) => { console.log(n, Date.now() - t); t = Date.now() }
  await k.call(previewImport, { fileName: 'a.csv' }, { file }); lap('preview')
  await k.call(importOrders, { fileName: 'a.csv' }, { file }); lap('import')
  await k.call(listOrders, {}); lap('list')
  await k.call(listOrders, { state: 'open' }); lap('list open')
  await k.call(openOrders, {}); lap('open')
  await k.call(openOrders, {}); lap('open again')
  await h.stop()
})
