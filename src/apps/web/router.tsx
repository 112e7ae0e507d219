import { useSpellings } from './useSpellings.ts'
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  useMatches,
} from '@tanstack/react-router'
import { permissions, type Permission } from '#core/identity/permissions.ts'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { useMe } from '#ui/me.ts'
import { Link, setRouter } from '#ui/nav.tsx'
import { pages } from './pages.ts'
import { MeProvider } from './session.tsx'
import { Shell } from './Shell.tsx'
import { SignInPage } from './SignInPage.tsx'
import { useBadges } from './useBadges.ts'
import { useLedger } from './useLedger.ts'

const root = createRootRoute({ component: Outlet })

function Frame() {
  return (
    <MeProvider>
      <Inside />
    </MeProvider>
  )
}

function Inside() {
  const me = useMe()
  useSpellings()
  const badges = useBadges()
  const ledger = useLedger()
  const page = useMatches().at(-1)?.staticData as { permission?: Permission | 'signedIn' } | undefined
  const need = page?.permission === 'signedIn' ? undefined : page?.permission
  return (
    <Shell badges={badges} ledger={ledger}>
      {need && !me.permissions.includes(need) ? (
        <EmptyState
          title="您的岗位不能打开这一页"
          text={`需要“${permissions[need]}”权限，请有权限的同事办理`}
        />
      ) : (
        <Outlet />
      )}
    </Shell>
  )
}

function NotFound() {
  return (
    <EmptyState
      title="没有这一页"
      text="地址可能写错了，或这一页已移走"
      action={<Link to="/">回首页</Link>}
    />
  )
}

const open = [
  createRoute({ getParentRoute: () => root, path: '/sign-in', component: SignInPage }),
  createRoute({
    getParentRoute: () => root,
    path: '/onboarding/$kind',
    component: lazyRouteComponent(() => import('./OnboardingPage.tsx'), 'Page'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/gallery',
    component: lazyRouteComponent(() => import('./gallery/GalleryPage.tsx'), 'Page'),
  }),
]

const frame = createRoute({ getParentRoute: () => root, id: 'frame', component: Frame })
const inside = pages.map((page) =>
  createRoute({
    getParentRoute: () => frame,
    path: page.path,
    component: lazyRouteComponent(page.load, 'Page'),
    staticData: { permission: page.permission },
  }),
)

/* An unknown address is answered inside the frame, to somebody signed in. */
const unknown = createRoute({ getParentRoute: () => frame, path: '$', component: NotFound })

/** Search stays plain text: `?page=2` is the words of the address, whatever reads them. */
export const router = createRouter({
  routeTree: root.addChildren([...open, frame.addChildren([...inside, unknown])]),
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(search as Record<string, string>).toString()
    return text && `?${text}`
  },
  defaultPreload: 'intent',
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: ({ error, reset }) => (
    <ErrorState title="这一页出了错" error={error} retry={reset} />
  ),
  defaultPendingMs: 200,
})

setRouter(router)
