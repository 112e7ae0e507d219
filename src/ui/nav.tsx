import {
  useParams as useRouterParams,
  useRouter,
  useSearch as useRouterSearch,
  type AnyRouter,
} from '@tanstack/react-router'
import { useCallback, type AnchorHTMLAttributes, type MouseEvent } from 'react'

let current: AnyRouter | undefined

/** The app hands its router over once, so that pages can go somewhere from anywhere. */
export function setRouter(router: AnyRouter): void {
  current = router
}

/** Goes to an address of this app: `/receipts/12?tab=log`. */
export function go(path: string, options: { replace?: boolean } = {}): void {
  if (current) current.history[options.replace ? 'replace' : 'push'](path)
  else window.location.assign(path)
}

export function useParams(): Record<string, string> {
  return useRouterParams({ strict: false }) as Record<string, string>
}

export type Search = Record<string, string>
export type SearchPatch = Record<string, string | number | undefined>

/** The address's search part and a way to change it; undefined or '' takes a name out. */
export function useSearch(): [Search, (patch: SearchPatch) => void] {
  const search = useRouterSearch({ strict: false }) as Search
  const router = useRouter()
  const change = useCallback(
    (patch: SearchPatch) => {
      const { pathname, search: before } = router.state.location
      const query = new URLSearchParams(before as Search)
      for (const [key, value] of Object.entries(patch)) {
        if (value === undefined || value === '') query.delete(key)
        else query.set(key, String(value))
      }
      const text = query.toString()
      router.history.replace(`${pathname}${text && `?${text}`}`)
    },
    [router],
  )
  return [search, change]
}

interface LinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  to: string
}

/** An anchor that stays in the app; with Ctrl or the middle button the browser opens a new tab as usual. */
export function Link({ to, onClick, ...rest }: LinkProps) {
  function follow(e: MouseEvent<HTMLAnchorElement>) {
    onClick?.(e)
    if (e.defaultPrevented || e.button !== 0 || e.ctrlKey || e.metaKey || e.shiftKey || rest.target) return
    e.preventDefault()
    go(to)
  }
  const ready = () => void current?.preloadRoute({ to: to.split(/[?#]/)[0] }).catch(() => undefined)
  return <a href={to} onClick={follow} onPointerEnter={ready} {...rest} />
}
