import { open, shot, to, type, done } from './zz-shot-requisition.mjs'
const second = async (page, account, pin = 'Zhuisu-2026') => {
  await page.keyboard.press('F9'); await page.waitForTimeout(300)
  await page.locator('.z-slot-form').getByText('账号密码').click(); await page.getByRole('textbox', { name: '账号' }).fill(account); await page.locator('.z-slot-form input[type=password]').fill(pin); await page.keyboard.press('Enter'); await page.waitForTimeout(1500)
}
const sign = async (page) => { await page.keyboard.press('F10'); await page.waitForTimeout(500); await page.locator('.z-slot-form input[type=password]').fill('Zhuisu-2026'); await page.keyboard.press('Enter'); await page.waitForTimeout(2500) }
let p = await open('wangxuemei@lushan')
await to(p, '/transfers/new'); await shot(p, '20-free')
await to(p, '/transfers/new?requisition=5'); await type(p, '81211504109313911002'); await type(p, '81902360000000000000'); await shot(p, '21-refused')
await p.keyboard.press('Escape')
await type(p, '81211504109313837972'); await shot(p, '22-not-here'); await p.keyboard.press('Escape')
for (let i = 0; i < 5; i++) { const b = p.getByText('直接取').first(); if (await b.count()) { await b.click(); await p.waitForTimeout(700) } }
await second(p, 'lizhenhua@lushan'); await shot(p, '23-present')
await p.keyboard.press('F10'); await p.waitForTimeout(600); await shot(p, '24-sign')
await p.locator('.z-slot-form input[type=password]').fill('Zhuisu-2026'); await p.keyboard.press('Enter'); await p.waitForTimeout(2500); await shot(p, '25-sent'); console.log(p.url())
const id = p.url().split('/').pop()
await p.getByRole('button', { name: '退回在途' }).click(); await p.waitForTimeout(800); await shot(p, '26-back')
await p.getByText('全退').first().click(); await p.locator('.ant-drawer textarea').fill('多发一盒，原盒退回'); await second(p, 'lizhenhua@lushan'); await shot(p, '27-back'); await sign(p); await shot(p, '28-backed')
p = await open('liqian@lushan')
await to(p, '/requisitions'); await p.getByRole('button', { name: '新请领' }).click(); await p.waitForTimeout(1500)
await p.getByLabel('药品', { exact: true }).click(); await p.waitForTimeout(300); await shot(p, '29-new-select'); await p.keyboard.press('Enter'); await p.getByLabel('数量').fill('900'); await p.keyboard.press('Enter'); await p.waitForTimeout(500); await shot(p, '30-new')
await to(p, `/transfers/${id}`); await p.getByLabel('实点盒数').fill('3'); await p.keyboard.press('Enter'); await p.waitForTimeout(400); await shot(p, '31-count-wrong')
const n = await p.locator('.z-table').first().locator('tbody tr').count(); console.log('rows', n)
await p.getByLabel('实点盒数').fill('5'); await p.keyboard.press('Enter'); await p.waitForTimeout(400); await shot(p, '32-counted')
await p.keyboard.press('F10'); await p.waitForTimeout(2000); await shot(p, '33-accepted')
p = await open('hemingyuan@cswjw')
await to(p, `/transfers/${id}`); await shot(p, '34-authority'); await to(p, '/transfers/99999'); await shot(p, '35-error'); await to(p, '/requisitions'); await shot(p, '36-empty')
await done()
