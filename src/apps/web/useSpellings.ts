import { useEffect } from 'react'
import { listSpellings } from '#features/spelling/contract.ts'
import { learnSpellings } from '#ui/bySpelling.ts'
import { useCall } from '#ui/query.ts'

/** Pickers understand 拼音 once this has answered; until then, and without it, they understand Chinese. */
export function useSpellings(): void {
  const { data } = useCall(listSpellings, {}, { refetchInterval: 600_000 })
  useEffect(() => {
    if (data) learnSpellings(data.rows)
  }, [data])
}
