import { open, shot, to, done } from './zz-shot-requisition.mjs'
const li = await open('liqian@lushan')
console.log(await (await li.context().request.get('http://localhost:5187/api/session')).text())
await to(li, '/requisitions')
console.log(await li.locator('header').first().innerText())
await done()
