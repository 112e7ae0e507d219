import { openHouse } from './house.ts'
import { openOffice } from './browser.ts'
import { oneShellOwed, inTheHand } from './tourScenes.ts'
import { mkdirSync } from 'node:fs'
mkdirSync('/tmp/crawl', {recursive:true})
const house = await openHouse({ demoFlow: true })
const office = await openOffice(house.address, house.clock.now)
await oneShellOwed(house); await inTheHand(house)
const plan: Record<string,string[]> = {
 'wangxuemei@lushan': ['/','/orders','/orders/1','/receipts','/receipts/1','/receipts/4','/requisitions','/requisitions?tab=transfers','/requisitions/1','/requisitions/4','/transfers/1','/transfers/new','/transfers/new?requisition=4','/issues','/surgeries','/issues/1','/recovery','/recovery?tab=records','/destruction','/destruction/1','/stock','/stock?view=list','/ledger','/ledger?drugId=4','/movements/1','/movements/1/reverse','/trace','/trace?q=S2609118','/alerts','/drugs','/suppliers','/staff','/places','/training','/reports','/nope'],
 'liqian@lushan': ['/','/requisitions','/recovery?tab=station','/issues/new','/issues/16'],
 'chensiyuan@lushan': ['/','/residue','/surgeries','/issues/17','/drugs'],
 'zhaomin@lushan': ['/','/residue','/requisitions'],
 'admin@lushan': ['/','/staff','/drugs','/places','/suppliers'],
 'hemingyuan@cswjw': ['/','/supervision','/supervision/4','/stock?org=4','/stock?org=4&view=list','/ledger?org=4','/issues?org=4','/receipts?org=4','/requisitions?org=4','/recovery?org=4','/destruction?org=4','/staff?org=4','/places?org=4','/staff','/reports','/alerts','/trace','/orders?org=4'],
}
for (const [who, paths] of Object.entries(plan)) {
  const page = await office.as(who)
  for (const path of paths) {
    await page.goto(path); await page.waitForLoadState('networkidle'); await page.waitForTimeout(250)
    const r = await page.evaluate(() => {
      const over = [...document.querySelectorAll('.z-card, .z-table-wrap, .z-page, .w-main')].filter(b => b.scrollWidth > b.clientWidth + 1).map(b => `over ${b.className} ${b.scrollWidth-b.clientWidth}px`)
      const eng: string[] = []
      const w = document.createTreeWalker(document.querySelector('main') ?? document.body, NodeFilter.SHOW_TEXT)
      while (w.nextNode()) { const t = w.currentNode.textContent ?? ''; if (/[a-z]{4,}|undefined|NaN|null/.test(t) && !/^@/.test(t)) eng.push(t.slice(0,60)) }
      return [...over, ...eng.map(e => `text ${e}`)]
    })
    await page.screenshot({ path: `/tmp/crawl/${who.split('@')[0]}${path.replace(/[/?=&]/g,'_')}.png` })
    const c = office.complaints()
    if (r.length || c.length) console.log(who, path, r.slice(0,8), c)
  }
}
await office.close(); await house.close(); process.exit(0)
