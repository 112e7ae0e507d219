import { useState } from 'react'
import { call, CallRefused } from '#ui/call.ts'
import {
  beginApplication,
  lookApplication,
  lookPaper,
  putPaper,
  saveApplication,
  submitApplication,
  withdrawApplication,
  type Kind,
  type OwnApplication,
  type PaperKind,
} from './contract.ts'
import type { Shown } from './PaperSlots.tsx'

export interface Proof {
  readonly no: string
  readonly code: string
}

type Papers = Readonly<Partial<Record<PaperKind, Shown>>>
/** What the form holds, as the act that saves takes it. */
export type Values = Readonly<Record<string, unknown>>

/** base64 of a file, without the words that a data address begins with. */
async function contentOf(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return btoa(text)
}

async function papersBack(proof: Proof, own: OwnApplication): Promise<Papers> {
  const read = await Promise.all(
    own.papers.map(async (p) => {
      const { mime, content } = await call(lookPaper, { ...proof, kind: p.kind })
      return [p.kind, { src: `data:${mime};base64,${content}`, bytes: p.bytes }] as const
    }),
  )
  return Object.fromEntries(read)
}

/** One application of somebody who is not signed in; number and code are kept in this page only. */
export function useApplication(kind: Kind) {
  const [proof, setProof] = useState<Proof>()
  /** Given out just now: shown until the page is left. */
  const [fresh, setFresh] = useState<Proof>()
  const [own, setOwn] = useState<OwnApplication>()
  const [shown, setShown] = useState<Papers>({})
  const [waiting, setWaiting] = useState<ReadonlyMap<PaperKind, Blob>>(new Map())
  const [busy, setBusy] = useState<'save' | 'submit' | 'look' | 'withdraw'>()
  const [refused, setRefused] = useState<CallRefused>()

  async function trying<T>(what: NonNullable<typeof busy>, run: () => Promise<T>): Promise<T | undefined> {
    if (busy) return undefined
    setBusy(what)
    setRefused(undefined)
    try {
      return await run()
    } catch (error) {
      if (!(error instanceof CallRefused)) throw error
      setRefused(error)
      return undefined
    } finally {
      setBusy(undefined)
    }
  }

  /** A draft is begun with the first save; then the copies that were chosen meanwhile go one by one. */
  async function keep(values: Values): Promise<Proof> {
    const { papers: _, authorityId, ...form } = values
    let known = proof
    if (known) setOwn(await call(saveApplication, { ...known, ...form } as never))
    else {
      const begun = await call(beginApplication, { kind, authorityId, ...form } as never)
      known = { no: begun.no, code: begun.code }
      setProof(known)
      setFresh(known)
    }
    for (const [paper, file] of waiting) {
      await call(putPaper, { ...known, kind: paper, content: await contentOf(file) })
      setWaiting((all) => new Map([...all].filter(([k]) => k !== paper)))
    }
    return known
  }

  return {
    proof,
    fresh,
    own,
    shown,
    busy,
    refused,
    pick: (paper: PaperKind, file: Blob): void => {
      setWaiting((all) => new Map(all).set(paper, file))
      setShown((all) => ({ ...all, [paper]: { src: URL.createObjectURL(file), bytes: file.size } }))
    },
    look: (given: Proof) =>
      trying('look', async () => {
        const found = await call(lookApplication, given)
        setShown(await papersBack(given, found))
        setProof(given)
        setOwn(found)
        return found
      }),
    save: (values: Values) =>
      trying('save', async () => {
        setOwn(await call(lookApplication, await keep(values)))
        return true
      }),
    submit: (values: Values) =>
      trying('submit', async () => {
        setOwn(await call(submitApplication, await keep(values)))
        return true
      }),
    withdraw: () =>
      trying('withdraw', async () => {
        if (proof) setOwn(await call(withdrawApplication, proof))
        return true
      }),
  }
}
export type ApplicationDesk = ReturnType<typeof useApplication>
