import chromium from '@sparticuz/chromium'
import { chromium as pw } from 'playwright-core'
const base = 'http://localhost:5187'
let browser
const launch = async () => pw.launch({ executablePath: await chromium.executablePath(), args: [...chromium.args, '--no-sandbox', '--disable-background-networking'] })
export async function open(account) {
  await browser?.close()
  browser = await launch()
  const ctx = await browser.newContext({ viewport: { width: 1440, height: 900 }, timezoneId: 'Asia/Shanghai', locale: 'zh-CN' })
  const r = await ctx.request.post(base + '/api/session', { headers: { 'idempotency-key': crypto.randomUUID() }, data: { credential: { method: 'password', account, secret: 'Zhuisu-2026' } } })
  if (!r.ok()) throw new Error(await r.text())
  const page = await ctx.newPage()
  page.on('console', (m) => m.type() === 'error' && console.log('console', m.text().slice(0, 300)))
  page.on('pageerror', (e) => console.log('pageerror', e.message))
  return page
}
export const shot = (page, name) => page.screenshot({ path: `/tmp/zs-requisition/${name}.png` })
export const to = async (page, path) => { await page.goto(base + path); await page.waitForTimeout(1500) }
export const type = async (page, code) => { await page.locator('input[data-scan]').focus(); await page.keyboard.type(code); await page.keyboard.press('Enter'); await page.waitForTimeout(900) }
export const done = () => browser.close()
