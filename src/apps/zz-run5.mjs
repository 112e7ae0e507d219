import { open, shot, to, type, done } from './zz-shot-requisition.mjs'
let p = await open('wangxuemei@lushan')
await to(p, '/requisitions'); const row = await p.locator('.z-table tbody tr').first().innerText(); console.log(row.replace(/\s+/g, ' '))
await p.getByText('配货').first().click(); await p.waitForTimeout(1500)
await shot(p, '40-fefo-suggest')
const code = (await p.locator('.rq-box').nth(1).innerText()).replace(/\s+/g, '').match(/\d(8\d{19})/)?.[1]
console.log(code); if (code) await type(p, code); await p.waitForTimeout(600); await shot(p, '41-fefo')
await p.reload(); await p.waitForTimeout(1500); console.log('kept after reload:', await p.locator('.rq-box .ant-input-number').count())
await to(p, '/transfers/6'); await shot(p, '42-done')
p = await open('pengli@lushan'); await to(p, '/transfers/4'); await shot(p, '43-short-accept')
await done()
