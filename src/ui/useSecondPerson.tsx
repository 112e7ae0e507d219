import { useEffect, useRef, useState, type RefObject } from 'react'
import type { Endpoint } from '#core/contract.ts'
import { attest, presence, type Credential } from '#core/identity/contract.ts'
import { call, refusedText } from './call.ts'
import { afterChange, expired, nobody, withoutSecret, type SecondPerson } from './second-person.ts'
import type { SignatureSlotProps, SlotState } from './SignatureSlot.tsx'
import { SlotForm } from './SlotForm.tsx'
import { useKeys } from './useKeys.ts'

interface Options {
  order?: string
  /** The slot is not due yet. */
  off?: boolean
}

interface Asked {
  content: unknown
  answer: (attestation: string | undefined) => void
}

/**
 * The second person of one act. `input` is what will be sent, as it stands now. Work may go on once they are
 * present; they sign at the end, and any change of the input after that empties the slot.
 */
export function useSecondPerson(endpoint: Endpoint, input: unknown, options: Options = {}) {
  const [held, setHeld] = useState<SecondPerson>(nobody)
  const asked = useRef<Asked>(undefined)
  const standing = JSON.stringify(input) ?? ''
  const second = afterChange(held, standing)
  if (second !== held) setHeld(second)
  useExpiry(second.attestation, () => setHeld(expired))

  function settle(attestation: string | undefined) {
    asked.current?.answer(attestation)
    asked.current = undefined
  }
  function ask(asks: SecondPerson['asks'], stage = second.stage) {
    setHeld({ ...second, stage, asks, refused: false, text: undefined })
  }
  /** Gives the attestation, asking for the secret unless this very content is signed already. */
  function sign(content: unknown = input): Promise<string | undefined> {
    if (second.attestation && JSON.stringify(content) === second.content)
      return Promise.resolve(second.attestation)
    settle(undefined)
    ask('sign', second.person ? 'present' : 'waiting')
    return new Promise((answer) => {
      asked.current = { content, answer }
    })
  }
  function cancel() {
    ask(undefined)
    settle(undefined)
  }
  function reset() {
    settle(undefined)
    setHeld(nobody)
  }
  const off = options.off === true || second.stage === 'signed'
  const open = () => !off && ask(second.stage === 'present' ? 'sign' : 'presence')
  useKeys({ F9: { text: '第二人到场、签字', run: open, off } })
  const submit = useCredential(endpoint, second, setHeld, standing, asked, input)
  const form = second.asks && (
    <SlotForm
      key={second.asks}
      verb={second.asks === 'sign' ? '签字' : '到场'}
      known={second.asks === 'sign' ? second.known : undefined}
      busy={submit.busy}
      onSubmit={submit.run}
      onCancel={cancel}
    />
  )
  const title = endpoint.witness?.title ?? '复核'
  const slotProps: SignatureSlotProps = {
    ...slotOf(second, options.off === true),
    order: options.order ?? '第二人',
    title,
    onOpen: open,
    form,
  }
  const signed = second.stage === 'signed'
  return {
    slotProps,
    sign,
    reset,
    present: second.stage !== 'waiting',
    signed,
    attestation: second.attestation,
  }
}

/** What happens to a credential given in the slot: somebody arrives, or signs. */
function useCredential(
  endpoint: Endpoint,
  second: SecondPerson,
  setHeld: (second: SecondPerson) => void,
  standing: string,
  asked: RefObject<Asked | undefined>,
  input: unknown,
) {
  const [busy, setBusy] = useState(false)
  async function arrive(credential: Credential) {
    const { person, since } = await call(presence, { endpoint: endpoint.name, credential })
    setHeld({ stage: 'present', person, since, known: withoutSecret(credential) })
  }
  async function put(credential: Credential) {
    const content = (asked.current?.content ?? input) as Record<string, unknown>
    const s = await call(attest, { endpoint: endpoint.name, input: content, credential })
    const { attestation, person, method, signedAt } = s
    const bound = { of: standing, content: JSON.stringify(content), known: withoutSecret(credential) }
    setHeld({ stage: 'signed', person, since: second.since, attestation, method, signedAt, ...bound })
    asked.current?.answer(attestation)
    asked.current = undefined
  }
  async function run(credential: Credential) {
    setBusy(true)
    await (second.asks === 'sign' ? put(credential) : arrive(credential)).catch((error: unknown) => {
      setHeld({ ...second, text: refusedText(error), refused: true })
    })
    setBusy(false)
  }
  return { busy, run: (credential: Credential) => void run(credential) }
}

function slotOf(second: SecondPerson, off: boolean) {
  const { stage, person, since, signedAt, method, text } = second
  const state: SlotState = off ? 'empty' : second.refused ? 'refused' : stage
  const at = stage === 'signed' ? signedAt : since
  return { state, name: person?.name, role: person?.title, at, method, text }
}

/** An attestation lives five minutes; the slot must not look signed any longer than that. */
const lifetime = 5 * 60_000 - 5_000

function useExpiry(attestation: string | undefined, onExpired: () => void) {
  const run = useRef(onExpired)
  run.current = onExpired
  useEffect(() => {
    if (!attestation) return
    const timer = setTimeout(() => run.current(), lifetime)
    return () => clearTimeout(timer)
  }, [attestation])
}
