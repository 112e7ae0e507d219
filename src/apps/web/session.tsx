import { useQuery } from '@tanstack/react-query'
import { useEffect, useState, type ReactNode } from 'react'
import { signOut as endSession, whoAmI, type Me } from '#core/identity/contract.ts'
import { learnSpellings } from '#ui/bySpelling.ts'
import { call } from '#ui/call.ts'
import { ErrorState } from '#ui/ErrorState.tsx'
import { MeContext } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { queryClient } from '#ui/query.ts'
import { CallRefused, onSignedOut } from '#ui/refused.ts'
import { SessionEnded } from './SessionEnded.tsx'

const key = [whoAmI.name, {}]

export function keepMe(me: Me): void {
  queryClient.setQueryData(key, me)
}

/** Only addresses of this site: a link from elsewhere must not lead away after signing in. */
export function localAddress(to: string | undefined): string {
  return to && /^\/(?![/\\])/.test(to) ? to : '/'
}

export async function signOut(): Promise<void> {
  await call(endSession, {}).catch(() => undefined)
  queryClient.clear()
  learnSpellings([])
  go('/sign-in')
}

/**
 * Shows its children to somebody signed in. Without a session: the sign-in page, which keeps the address.
 * With one that runs out during work: sign-in above the page, so that what was filled in is still there.
 */
export function MeProvider({ children }: { children: ReactNode }) {
  const {
    data: me,
    error,
    refetch,
  } = useQuery<Me, CallRefused>({
    queryKey: key,
    queryFn: ({ signal }) => call(whoAmI, {}, { signal }),
    staleTime: 60_000,
  })
  const [ended, setEnded] = useState(false)
  const signedIn = me !== undefined
  useEffect(() => {
    onSignedOut(() => setEnded(true))
  }, [])
  useEffect(() => {
    if (signedIn || error?.code !== 'NOT_SIGNED_IN') return
    const { pathname, search } = window.location
    go(`/sign-in?to=${encodeURIComponent(pathname + search)}`, { replace: true })
  }, [signedIn, error])
  if (!me) {
    if (!error || error.code === 'NOT_SIGNED_IN') return null
    return <ErrorState error={error} retry={refetch} />
  }
  function back(again: Me) {
    // Another person must not go on in somebody else's half-filled page.
    if (again.userId !== me?.userId) return window.location.reload()
    keepMe(again)
    setEnded(false)
    void queryClient.invalidateQueries()
  }
  return (
    <MeContext value={me}>
      {children}
      {ended && <SessionEnded me={me} onSignedIn={back} />}
    </MeContext>
  )
}
