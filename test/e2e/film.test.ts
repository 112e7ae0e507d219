import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { issueTo, surgery } from '#apps/journey/bedside.ts'
import type { World } from '#apps/journey/world.ts'
import { administer, openUnits } from '#features/residue/contract.ts'
import { readIssue } from '#features/issue/contract.ts'
import type { Office } from './browser.ts'
import { arrive, press, see, signBoth, takePhotos } from './hands.ts'
import type { House } from './house.ts'
import { openStocked } from './stocked.ts'

// A residue poured away where no camera of the house looks on: filmed with the tablet, and seen again by the authority.
let house: House
let office: Office
let world: World
let issueId = 0

beforeAll(async () => {
  ;({ house, office, world } = await openStocked({ NAR017: 20 }))
}, 120_000)
afterAll(async () => {
  await office?.close()
  await house?.close()
})
afterEach(async ({ task }) => {
  if (process.env['E2E_PHOTOGRAPH'] || task.result?.state === 'fail')
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})

/** A second of film as this browser's own recorder writes it. */
async function record(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(async () => {
    const canvas = document.createElement('canvas')
    canvas.width = 320
    canvas.height = 240
    const drawing = canvas.getContext('2d')
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: 'video/webm' })
    const parts: Blob[] = []
    recorder.ondataavailable = (e) => parts.push(e.data)
    const over = new Promise((done) => (recorder.onstop = done))
    recorder.start()
    for (let i = 0; i < 20; i++) {
      if (drawing) {
        drawing.fillStyle = i % 2 ? '#2b4fa8' : '#e8eefc'
        drawing.fillRect(0, 0, 320, 240)
      }
      await new Promise((done) => setTimeout(done, 50))
    }
    recorder.stop()
    await over
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer())
    let text = ''
    for (const byte of bytes) text += String.fromCharCode(byte)
    return btoa(text)
  })
  return Buffer.from(base64, 'base64')
}

test('the residue is filmed as it is poured away; what is no film is refused beside it', async () => {
  issueId = await issueTo(world, { ...surgery, drugs: { NAR017: 1 } })
  const doctor = await world.as('chensiyuan@lushan')
  const issue = await doctor.call(readIssue, { id: issueId })
  const code = issue.drugs[0]?.units[0]?.code ?? ''
  await doctor.call(openUnits, { id: issueId, units: [{ code }] })
  await doctor.call(administer, { id: issueId, doses: [{ code, content: 30 }], route: '静脉注射' })

  const page = await office.as('chensiyuan@lushan')
  await page.goto(`${house.address}/issues/${issueId}?act=waste`)
  await takePhotos(page, {
    弃前: { liquid: 0.4, ampoules: 1 },
    弃中: { liquid: 0.2, ampoules: 1, pouring: true },
    弃后: { liquid: 0, ampoules: 1 },
  })
  const camera = page.getByLabel('录像', { exact: true })
  const words = { name: 'a.mp4', mimeType: 'video/mp4', buffer: Buffer.from('no film at all') }
  await camera.setInputFiles(words)
  await see(page, /MP4 或 WebM 录像/)
  if (process.env['E2E_PHOTOGRAPH']) await office.photograph('film refused')
  await camera.setInputFiles({ name: 'a.webm', mimeType: 'video/webm', buffer: await record(page) })
  await page.getByLabel('重录录像').waitFor({ state: 'attached' })
  await arrive(page, 'zhoujing@lushan')
  if (process.env['E2E_PHOTOGRAPH']) await office.photograph('film taken')
  await signBoth(page)
  await see(page, '已弃去，两人已签')
}, 60_000)

test('the authority plays it, with its fingerprint beside it', async () => {
  const org = (await (await world.as('chensiyuan@lushan')).call(readIssue, { id: issueId })).orgId
  const page = await office.as('hemingyuan@cswjw')
  await page.goto(`${house.address}/issues/${issueId}?org=${org}`)
  const small = page.locator('video[aria-label="录像"]').first()
  await small.waitFor()
  await small.locator('xpath=..').click()
  const large = page.getByRole('dialog', { name: '照片' }).locator('video')
  await large.waitFor()
  await expect.poll(() => large.evaluate((v) => (v as HTMLVideoElement).videoWidth)).toBe(320)
  await see(page, '指纹')
  await press(page, '关闭')
}, 60_000)
