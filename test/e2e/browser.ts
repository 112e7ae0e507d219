import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sparticuz from '@sparticuz/chromium'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { demoPassword } from '#apps/demo/orgs.ts'

/** A desk of the hospital: one person's browser. */
export interface Desk {
  readonly page: Page
  readonly context: BrowserContext
}

export interface Office {
  /** Signs in through the sign-in page; one desk per person, kept until the end. */
  as(account: string, size?: Size): Promise<Page>
  /** An empty desk: nobody is signed in. */
  nobody(size?: Size): Promise<Page>
  /** What the pages complained about since the last look; expected refusals are not complaints. */
  complaints(): string[]
  /** Pictures of every open desk; returns the folder. */
  photograph(name: string): Promise<string>
  close(): Promise<void>
}

export interface Size {
  readonly width: number
  readonly height: number
}

export const desktop: Size = { width: 1440, height: 900 }
export const phone: Size = { width: 390, height: 844 }

/** Long enough for two slow cores, short enough that a wrong locator is found out soon. */
const patienceMs = 20_000

/** What one user of the machine leaves in the temporary folder is not in another's way. */
const ownFolder = (name: string) => path.join(tmpdir(), `${name}-${process.getuid?.() ?? 0}`)

/** Chromium unpacks itself below the temporary folder, readable for its user only, and is kept there. */
async function unpacked(): Promise<string> {
  const own = ownFolder('zhuisu-chromium')
  mkdirSync(own, { recursive: true, mode: 0o700 })
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = own
  try {
    return await sparticuz.executablePath()
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
}

/**
 * The package draws through an emulated graphics card, whose threads take every core there is: some two fifths of what a page
 * cost, and probably why a second browser starved the first (that was not tried again). Without one, Chromium draws in software and gives the same picture.
 */
const emulatesGpu = (arg: string): boolean =>
  /^--(use-gl|use-angle|.*swiftshader|ignore-gpu|in-process-gpu)/.test(arg)

async function launch(tries = 5): Promise<Browser> {
  // In one process Chromium mixes up the cookies of its contexts, and each of ours is another person.
  const apart = sparticuz.args.filter((a) => a !== '--single-process' && !emulatesGpu(a))
  const args = [...apart, '--disable-gpu', '--no-sandbox', '--disable-background-networking']
  const executablePath = process.env['CHROMIUM_PATH'] ?? (await unpacked())
  return chromium.launch({ executablePath, args }).catch(async (error: unknown) => {
    if (tries <= 1) throw error
    // Another test file may be unpacking the same program just now.
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    return launch(tries - 1)
  })
}

/** Opens the browser; `now` is the server's clock, and every page has the same one. */
export async function openOffice(address: string, now: () => Date): Promise<Office> {
  const browser = await launch()
  const desks = new Map<string, Desk>()
  const heard: string[] = []
  async function open(name: string, size: Size): Promise<Page> {
    const context = await browser.newContext({
      viewport: size,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      baseURL: address,
      hasTouch: size.width < 600,
      isMobile: size.width < 600,
    })
    context.setDefaultTimeout(patienceMs)
    await context.addInitScript(setClock, Date.now() - now().getTime())
    const page = await context.newPage()
    page.on('pageerror', (error) => heard.push(`${name}: ${error.message}`))
    page.on('console', (m) => {
      if (m.type() === 'error' && !isRefusal(m.text())) heard.push(`${name}: ${m.text()} ${m.location().url}`)
    })
    desks.set(name, { page, context })
    return page
  }
  return {
    async as(account, size = desktop) {
      const name = `${account} ${size.width}`
      const known = desks.get(name)
      if (known) return known.page
      const page = await open(name, size)
      await signIn(page, account)
      return page
    },
    nobody: (size = desktop) => open(`nobody ${desks.size}`, size),
    complaints: () => heard.splice(0),
    async photograph(name) {
      const dir = ownFolder('zhuisu-e2e-failed')
      mkdirSync(dir, { recursive: true })
      for (const [who, { page }] of desks) {
        const file = `${name} ${who}`.replaceAll(/[^\p{L}\p{N}@.-]+/gu, '-')
        await page.screenshot({ path: path.join(dir, `${file}.png`) }).catch(() => undefined)
      }
      return dir
    },
    close: () => browser.close(),
  }
}

/** Chromium reports every answer of 4xx as an error of the page; ours are refusals that the page then shows. */
const isRefusal = (text: string): boolean => /^Failed to load resource.* 4\d\d /.test(text)

/** Runs in the page: its Date is the server's, so that a test means the same on every day. */
function setClock(behindMs: number): void {
  const Real = Date
  class Behind extends Real {
    constructor(...given: [] | [number | string]) {
      super(given.length === 0 ? Real.now() - behindMs : given[0])
    }
    static override now(): number {
      return Real.now() - behindMs
    }
  }
  globalThis.Date = new Proxy(Behind, {
    construct: (_, given) =>
      given.length > 1 ? Reflect.construct(Real, given) : Reflect.construct(Behind, given),
    apply: () => new Behind().toString(),
  }) as DateConstructor
}

/** Through the sign-in page, as a person does; ends on the page that stands behind it. */
export async function signIn(page: Page, account: string): Promise<void> {
  if (!page.url().includes('/sign-in')) await page.goto('/sign-in')
  await page.getByLabel('账号', { exact: true }).fill(account)
  await page.getByLabel('密码', { exact: true }).fill(demoPassword)
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: '菜单' }).waitFor()
}
