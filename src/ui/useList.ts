import { useCallback } from 'react'
import type { z } from 'zod'
import type { CallInputOf, Endpoint, OutputOf } from '#core/contract.ts'
import { call } from './call.ts'
import { useSearch } from './nav.tsx'
import { useCall } from './query.ts'

export interface Listed<Row> {
  readonly rows: Row[]
  readonly total: number
}

/** Any endpoint whose output is a `pageOf`. */
export type ListEndpoint = Endpoint<z.ZodType, z.ZodType<Listed<unknown>>>
export type RowOf<E extends ListEndpoint> = OutputOf<E>['rows'][number]

interface Options<E extends ListEndpoint> {
  endpoint: E
  input?: Partial<CallInputOf<E>> | undefined
  filters: readonly string[]
  pageSize: number
  defaultSort?: string | undefined
  refetchInterval?: number | undefined
}

/** A list whose question stands in the address: `?q=&page=&sort=` and one name for each filter. */
export function useList<E extends ListEndpoint>(options: Options<E>) {
  const { endpoint, filters, pageSize } = options
  const [search, change] = useSearch()
  const page = Math.max(1, Number(search['page']) || 1)
  const sort = search['sort'] ?? options.defaultSort
  const chosen = Object.fromEntries(filters.flatMap((key) => (search[key] ? [[key, search[key]]] : [])))
  const asked = { ...options.input, ...chosen, sort, q: search['q'], page, pageSize }
  const input = JSON.parse(JSON.stringify(asked)) as CallInputOf<E>
  const query = useCall(endpoint, input, {
    keep: true,
    ...(options.refetchInterval ? { refetchInterval: options.refetchInterval } : {}),
  })
  const ask = useCallback(
    (patch: Record<string, string | undefined>) => change({ page: undefined, ...patch }),
    [change],
  )
  const clear = () => ask(Object.fromEntries(['q', ...filters].map((key) => [key, undefined])))
  const read = (n: number, size: number) =>
    call(endpoint, { ...(input as object), page: n, pageSize: size } as CallInputOf<E>)
  const filtered = Boolean(search['q']) || Object.keys(chosen).length > 0
  return { search, page, sort, query, ask, clear, read, filtered, toPage: (n: number) => change({ page: n }) }
}
