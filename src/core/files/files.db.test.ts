import { afterAll, beforeAll, expect, test } from 'vitest'
import { photo } from '../../../samples/photo.ts'
import type { Client } from '#apps/client.ts'
import { refusalOf, startHospital, testNow, type Hospital } from '#test/harness.ts'
import { readFile, uploadEvidence } from './contract.ts'

let h: Hospital
let chen: Client
beforeAll(async () => {
  h = await startHospital()
  chen = await h.as('chensiyuan@lushan')
})
afterAll(() => h.stop())

const picture = (seed: number) => photo({ liquid: 0.5, ampoules: 1, seed })
const send = (file: Uint8Array, key: string) => chen.call(uploadEvidence, { takenAt: testNow }, { file, key })

test('a photograph sent again under its key is answered again; another one under that key is refused', async () => {
  const first = await send(picture(1), 'photograph-one')
  expect(await send(picture(1), 'photograph-one')).toEqual(first)
  expect(await refusalOf(send(picture(2), 'photograph-one'))).toBe('IDEMPOTENCY_KEY_REUSED')
  expect((await send(picture(2), 'photograph-two')).sha256).not.toBe(first.sha256)
})

test('what comes back is what was sent, byte for byte', async () => {
  const { sha256 } = await send(picture(3), 'photograph-three')
  expect(Buffer.from(await chen.download(readFile, { sha256 })).equals(Buffer.from(picture(3)))).toBe(true)
})

test('a photograph over the limit is refused, and nothing of it is kept', async () => {
  const large = new Uint8Array(6 * 1024 * 1024)
  large.set(picture(4))
  expect(await refusalOf(send(large, 'photograph-large'))).toBe('FILE_TOO_LARGE')
  // The key was not used up by the refusal.
  expect((await send(picture(4), 'photograph-large')).bytes).toBe(picture(4).length)
})
