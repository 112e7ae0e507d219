import { open, shot, to, type, done } from './zz-shot-requisition.mjs'
const peng = await open('pengli@lushan')
await to(peng, '/transfers/5'); await shot(peng, '09a')
await type(peng, '81211504109313837972'); await type(peng, '81211504109313869465'); await shot(peng, '09-accept')
await to(peng, '/transfers/1'); await shot(peng, '10-done')
const li = await open('liqian@lushan')
await to(li, '/requisitions'); await li.getByRole('button', { name: '新请领' }).click(); await li.waitForTimeout(1200); await shot(li, '11-new')
await done()
