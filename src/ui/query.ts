import { keepPreviousData, QueryClient, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { CallInputOf, Endpoint, OutputOf } from '#core/contract.ts'
import { keyFor, type HeldKey } from './act-key.ts'
import { call, CallRefused, newKey } from './call.ts'
import { networkRefused } from './refused.ts'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // A refusal is an answer; only a lost connection is worth asking again.
      retry: (count, error) => count < 2 && error instanceof CallRefused && error.code === 'NETWORK',
    },
  },
})

export interface UseCallOptions {
  enabled?: boolean
  refetchInterval?: number
  /** Shows the former answer while the next one loads (paging). */
  keep?: boolean
}

/** A read. `undefined` as input waits until the page knows what to ask. */
export function useCall<E extends Endpoint>(
  endpoint: E,
  input: CallInputOf<E> | undefined,
  options: UseCallOptions = {},
): UseQueryResult<OutputOf<E>, CallRefused> {
  return useQuery<OutputOf<E>, CallRefused>({
    queryKey: [endpoint.name, input],
    queryFn: ({ signal }) => call(endpoint, input as CallInputOf<E>, { signal }),
    enabled: input !== undefined && (options.enabled ?? true),
    ...(options.refetchInterval ? { refetchInterval: options.refetchInterval } : {}),
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
  })
}

export function refresh(name?: string): Promise<void> {
  return queryClient.invalidateQueries(name ? { queryKey: [name] } : {})
}

export interface RunOptions {
  witness?: string
}

export interface Act<E extends Endpoint> {
  run: (input: CallInputOf<E>, options?: RunOptions) => Promise<OutputOf<E> | undefined>
  busy: boolean
  refused: CallRefused | undefined
  done: OutputOf<E> | undefined
  clear: () => void
}

interface Flight {
  input: string
  promise: Promise<unknown>
}

/** An act. See `act-key.ts` for why it cannot happen twice. */
export function useAct<E extends Endpoint>(
  endpoint: E,
  options: { onDone?: (output: OutputOf<E>) => void } = {},
): Act<E> {
  const held = useRef<HeldKey>(undefined)
  const flight = useRef<Flight>(undefined)
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<CallRefused>()
  const [done, setDone] = useState<OutputOf<E>>()

  async function send(input: CallInputOf<E>, key: string, run: RunOptions) {
    setBusy(true)
    setRefused(undefined)
    try {
      const output = await call(endpoint, input, { idempotencyKey: key, ...run })
      held.current = undefined
      setDone(output)
      options.onDone?.(output)
      void refresh()
      return output
    } catch (error) {
      setRefused(error instanceof CallRefused ? error : networkRefused())
      return undefined
    } finally {
      flight.current = undefined
      setBusy(false)
    }
  }

  function run(input: CallInputOf<E>, runOptions: RunOptions = {}) {
    const text = JSON.stringify(input)
    if (flight.current?.input === text) return flight.current.promise as Promise<OutputOf<E> | undefined>
    held.current = keyFor(held.current, text, newKey)
    const promise = send(input, held.current.key, runOptions)
    flight.current = { input: text, promise }
    return promise
  }

  function clear() {
    held.current = undefined
    setRefused(undefined)
    setDone(undefined)
  }

  return { run, busy, refused, done, clear }
}
