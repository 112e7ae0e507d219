import { createContext, use } from 'react'
import type { Me } from '#core/identity/contract.ts'
import type { Permission } from '#core/identity/permissions.ts'

export const MeContext = createContext<Me | undefined>(undefined)

/** Who is signed in. Pages are shown only with somebody signed in. */
export function useMe(): Me {
  const me = use(MeContext)
  if (!me) throw new Error('useMe outside of a signed-in page')
  return me
}

export function useMay(permission: Permission): boolean {
  return useMe().permissions.includes(permission)
}
