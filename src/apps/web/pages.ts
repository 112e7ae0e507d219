import type { ComponentType } from 'react'
import type { Permission } from '#core/identity/permissions.ts'

export interface AppPage {
  /** TanStack path: `/receipts/$id`. The menu shows an item once a page with its path is here. */
  path: string
  load: () => Promise<{ Page: ComponentType }>
  permission: Permission | 'signedIn'
}

export const pages: readonly AppPage[] = [
  { path: '/', load: () => import('./HomePage.tsx'), permission: 'signedIn' },
]
