import { DownOutlined } from '@ant-design/icons'
import { useLocation } from '@tanstack/react-router'
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { useMe } from '#ui/me.ts'
import { Link } from '#ui/nav.tsx'
import { menuFor, type MenuGroup, type MenuItem } from './menu.ts'
import { openGroups } from './menuFold.ts'
import { pages } from './pages.ts'
import { useClosedGroups } from './useClosedGroups.ts'
import './web.css'

export type Badges = Readonly<Record<string, { count: number; tone: 'red' | 'amber' | 'plain' }>>

const paths = new Set(pages.map((p) => p.path))

export function Menu({ badges }: { badges: Badges }) {
  const me = useMe()
  const here = useLocation().pathname
  const groups = menuFor(me, paths)
  const [choice, setOpen] = useClosedGroups()
  const nav = useRef<HTMLElement>(null)
  const height = useRoom(nav)
  // Where the menu is taller than the window, the page one is on is never below its edge.
  useEffect(() => {
    // Its answer is a promise in new browsers, and no clean-up.
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
  }, [here, height])
  const dense = groups.reduce((n, g) => n + g.items.length, 0) > roomyItems
  const foldable = groups.map((g) => ({
    title: g.title,
    items: g.items.length,
    here: g.items.some((i) => isCurrent(i, here)),
  }))
  const open = openGroups(foldable, height, dense, choice)
  return (
    <nav ref={nav} className="w-menu" aria-label="菜单" data-screen data-dense={dense || undefined}>
      {groups.map((group) => (
        <Group
          key={group.title}
          group={group}
          here={here}
          badges={badges}
          open={open.has(group.title)}
          onToggle={() => setOpen(group.title, !open.has(group.title))}
        />
      ))}
    </nav>
  )
}

/** How high the menu is; without end where it has no heads, so that nothing could be unfolded (web.css). */
function useRoom(nav: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(Infinity)
  useLayoutEffect(() => {
    const box = nav.current
    if (!box) return
    const measure = () =>
      setHeight(window.matchMedia('(width < 900px)').matches ? Infinity : box.clientHeight)
    measure()
    const watch = new ResizeObserver(measure)
    watch.observe(box)
    return () => watch.disconnect()
  }, [nav])
  return height
}

/** From so many entries on the rows are lower: 900 px hold no more at their usual height. */
const roomyItems = 24

interface GroupProps {
  group: MenuGroup
  here: string
  badges: Badges
  open: boolean
  onToggle: () => void
}

/** A group that is closed still shows the page one is on, and how much waits in it. */
function Group({ group, here, badges, open, onToggle }: GroupProps) {
  const shown = open ? group.items : group.items.filter((i) => isCurrent(i, here))
  const waiting = open ? [] : group.items.flatMap((i) => (shown.includes(i) ? [] : (badges[i.path] ?? [])))
  const count = waiting.reduce((n, b) => n + (b.tone === 'plain' ? 0 : b.count), 0)
  return (
    <div>
      {group.title && (
        <h2>
          <button type="button" aria-expanded={open} onClick={onToggle}>
            {group.title}
            <DownOutlined aria-hidden rotate={open ? 0 : -90} />
            {count > 0 && (
              <span className="w-badge" data-tone={waiting.some((b) => b.tone === 'red') ? 'red' : 'amber'}>
                {count}
              </span>
            )}
          </button>
        </h2>
      )}
      {shown.map((item) => (
        <Item key={item.path} item={item} here={here} badge={badges[item.path]} />
      ))}
    </div>
  )
}

/** A detail page belongs to its list: `/receipts/12` lights 收货验收. */
const isCurrent = (item: MenuItem, here: string): boolean =>
  item.path === '/' ? here === '/' : here === item.path || here.startsWith(`${item.path}/`)

interface ItemProps {
  item: MenuItem
  here: string
  badge: Badges[string] | undefined
}

function Item({ item, here, badge }: ItemProps) {
  const Icon = item.icon
  const current = isCurrent(item, here)
  return (
    <Link to={item.path} {...(current ? { 'aria-current': 'page' } : {})}>
      <Icon aria-hidden />
      <span>{item.title}</span>
      {badge && badge.count > 0 && (
        <span className="w-badge" data-tone={badge.tone}>
          {badge.count}
        </span>
      )}
    </Link>
  )
}
