import type { CallInputOf, Endpoint, OutputOf } from '#core/contract.ts'
import { useAct } from './query.ts'
import { useSecondPerson } from './useSecondPerson.tsx'

interface Options<E extends Endpoint> {
  onDone?: (output: OutputOf<E>) => void
  /** The second slot is not due yet. */
  off?: boolean
}

/** An act that two people sign: the second gives the secret, and only then is it sent. */
export function useSigned<E extends Endpoint>(endpoint: E, input: CallInputOf<E>, options: Options<E> = {}) {
  const second = useSecondPerson(endpoint, input, options)
  const act = useAct(endpoint, options)
  async function sign() {
    const witness = await second.sign(input)
    if (witness) await act.run(input, { witness })
  }
  return { second, act, sign }
}

/** What the screen needs of it, whatever the endpoint. */
export interface Signed {
  readonly second: ReturnType<typeof useSecondPerson>
  readonly act: { readonly busy: boolean; readonly refused: { readonly text: string } | undefined }
  readonly sign: () => Promise<void>
}
