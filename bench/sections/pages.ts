import { gzipSync } from 'node:zlib'
import { demoPassword } from '#apps/demo/orgs.ts'
import { openOffice } from '#test/e2e/browser.ts'
import type { Row } from '../figures.ts'
import type { World } from '../world.ts'

/** The three that are open all day: the home page, the receiving list, the book. Each with what shows that it can be used. */
const busiest = [
  { path: '/', title: '首页' },
  { path: '/receipts', title: '收货验收' },
  { path: '/issues', title: '领用发药' },
] as const

/** (7) What a first visit loads, and how long until the three busiest screens can be used, in the real browser. */
export async function pages(world: World): Promise<Row[]> {
  const office = await openOffice(world.origin, () => new Date())
  try {
    const page = await office.nobody()
    const loaded = new Map<string, number>()
    const reading: Promise<void>[] = []
    page.on('response', (reply) => {
      if (!/\.(js|css|html|woff2)(\?|$)|\/$/.test(reply.url())) return
      reading.push(
        reply.body().then(
          (body) =>
            void loaded.set(
              reply.url(),
              reply.url().includes('.woff2') ? body.length : gzipSync(body).length,
            ),
          () => undefined,
        ),
      )
    })
    await page.goto('/', { waitUntil: 'networkidle' })
    await Promise.all(reading)
    const firstKb = [...loaded.values()].reduce((n, size) => n + size, 0) / 1024
    const me = await office.as('wangxuemei@lushan')
    const rows: Row[] = [
      {
        id: 'pages.firstLoad',
        title: 'first load of the web application, compressed',
        value: firstKb,
        unit: 'kB',
        target: { text: '≤ 400 kB', met: firstKb <= 400 },
        note: `${loaded.size} files`,
      },
    ]
    for (const { path, title } of busiest) {
      const ms: number[] = []
      for (let i = 0; i < 5; i++) {
        const from = performance.now()
        await me.goto(path, { waitUntil: 'commit' })
        await me.locator('main h1, main .z-page-title, h1').first().waitFor()
        await me.waitForLoadState('networkidle')
        ms.push(performance.now() - from - 500)
      }
      const median = ms.toSorted((a, b) => a - b)[2] ?? 0
      rows.push({
        id: `pages.${path}`,
        title: `${title}: usable (title there, nothing loading)`,
        value: median / 1000,
        unit: 's',
        target: { text: '≤ 2 s', met: median <= 2000 },
      })
    }
    return rows
  } finally {
    await office.close()
  }
}

export { demoPassword }
