import { useLocation } from '@tanstack/react-router'
import { useMe } from '#ui/me.ts'
import { Link } from '#ui/nav.tsx'
import { menuFor, type MenuItem } from './menu.ts'
import { pages } from './pages.ts'
import './web.css'

export type Badges = Readonly<Record<string, { count: number; tone: 'red' | 'amber' | 'plain' }>>

const paths = new Set(pages.map((p) => p.path))

export function Menu({ badges }: { badges: Badges }) {
  const me = useMe()
  const here = useLocation().pathname
  return (
    <nav className="w-menu" aria-label="菜单" data-screen>
      {menuFor(me, paths).map((group) => (
        <div key={group.title}>
          {group.title && <h2>{group.title}</h2>}
          {group.items.map((item) => (
            <Item key={item.path} item={item} here={here} badge={badges[item.path]} />
          ))}
        </div>
      ))}
    </nav>
  )
}

interface ItemProps {
  item: MenuItem
  here: string
  badge: Badges[string] | undefined
}

function Item({ item, here, badge }: ItemProps) {
  const Icon = item.icon
  // A detail page belongs to its list: `/receipts/12` lights 收货验收.
  const current = item.path === '/' ? here === '/' : here === item.path || here.startsWith(`${item.path}/`)
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
