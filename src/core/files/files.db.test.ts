import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { photo } from '../../../samples/photo.ts'
import type { Client } from '#apps/client.ts'
import { refusalOf, startHospital, testNow, type Hospital } from '#test/harness.ts'
import { filmMaxBytes, readFile, uploadEvidence, uploadFilm } from './contract.ts'

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

describe('a film', () => {
  const film = (bytes: number) => {
    const file = Buffer.alloc(bytes, 7)
    file.set([0x1a, 0x45, 0xdf, 0xa3])
    file.writeUInt32BE(bytes, 8)
    return file
  }
  const record = (file: Uint8Array, takenAt = testNow) => chen.call(uploadFilm, { takenAt }, { file })

  test('comes back whole, and in the parts that a player asks for', async () => {
    const sent = film(300_000)
    const { sha256, mime, bytes } = await record(sent)
    expect([mime, bytes]).toEqual(['video/webm', 300_000])
    const all = await chen.download(readFile, { sha256 })
    expect(Buffer.from(all).equals(sent)).toBe(true)
    const part = await chen.download(readFile, { sha256 }, { range: 'bytes=8-11' })
    expect([...part]).toEqual([...sent.subarray(8, 12)])
    const other = await h.as('tanyong@huaichuan')
    expect(await refusalOf(other.download(readFile, { sha256 }))).toBe('NOT_FOUND')
  })

  test('is known by its bytes, not by its name; nothing of what is refused is kept', async () => {
    expect(await refusalOf(record(new TextEncoder().encode('no film at all')))).toBe('FILE_TYPE_REFUSED')
    expect(await refusalOf(record(picture(9)))).toBe('FILE_TYPE_REFUSED')
    expect(await refusalOf(record(new Uint8Array()))).toBe('FILE_EMPTY')
    expect(await refusalOf(record(film(filmMaxBytes + 1)))).toBe('FILE_TOO_LARGE')
    // And a film is no photograph.
    expect(await refusalOf(send(film(1000), 'film-as-photograph'))).toBe('FILE_TYPE_REFUSED')
    const kept = await readdir(h.filesDir)
    expect(kept.filter((name) => name.length > 2)).toEqual([])
  })
})
