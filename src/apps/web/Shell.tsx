import { DownOutlined, SafetyCertificateOutlined, SearchOutlined } from '@ant-design/icons'
import { Dropdown, Input, type InputRef } from 'antd'
import { useRef, useState, type ReactNode } from 'react'
import { timeText } from '#ui/format.ts'
import { KeyCap } from '#ui/KeyCap.tsx'
import { KeyOverlay } from '#ui/KeyOverlay.tsx'
import { useMe } from '#ui/me.ts'
import { go, Link } from '#ui/nav.tsx'
import { Avatar } from '#ui/Person.tsx'
import { useKeys } from '#ui/useKeys.ts'
import { applyDensity, density, type Density } from './density.ts'
import { PaperStrip } from './PaperStrip.tsx'
import { Menu, type Badges } from './Menu.tsx'
import { signOut } from './session.tsx'
import { Wordmark } from './Wordmark.tsx'
import './web.css'

export interface LedgerState {
  state: 'balanced' | 'unbalanced'
  /** Time of the last check in this session. */
  at: string
}

interface Props {
  badges?: Badges
  ledger?: LedgerState
  children: ReactNode
}

export function Shell({ badges = {}, ledger, children }: Props) {
  const me = useMe()
  return (
    <div className="w-shell">
      <header className="w-top" data-screen>
        <Link to="/">
          <Wordmark />
        </Link>
        <div className="w-org">
          {me.org.name}
          {me.org.grade && <span className="z-caption">{me.org.grade}</span>}
        </div>
        <SearchBox />
        {ledger && <Ledger of={ledger} />}
        <PersonMenu />
      </header>
      <Menu badges={badges} />
      <main className="w-main">
        <PaperStrip />
        {children}
      </main>
      <KeyOverlay />
    </div>
  )
}

/** Takes scans: a scanner types the code and Enter. */
function SearchBox() {
  const box = useRef<InputRef>(null)
  const [text, setText] = useState('')
  useKeys({ F2: { text: '扫码或搜索', run: () => box.current?.focus({ cursor: 'all' }) } })
  function search() {
    const q = text.trim()
    if (!q) return
    setText('')
    box.current?.blur()
    go(`/trace?q=${encodeURIComponent(q)}`)
  }
  return (
    <Input
      ref={box}
      className="w-search"
      prefix={<SearchOutlined />}
      suffix={<KeyCap>F2</KeyCap>}
      placeholder="扫码或输入 追溯码、批号、单号、姓名"
      aria-label="扫码或搜索"
      value={text}
      onChange={(e) => setText(e.target.value)}
      onPressEnter={search}
      onKeyDown={(e) => e.key === 'Escape' && box.current?.blur()}
    />
  )
}

function Ledger({ of }: { of: LedgerState }) {
  const good = of.state === 'balanced'
  return (
    <span className="w-ledger">
      <SafetyCertificateOutlined style={{ color: good ? 'var(--green)' : 'var(--red)' }} />
      {good ? '账平' : '账不平'} {timeText(of.at, true)}
    </span>
  )
}

const densities: readonly (readonly [Density, string])[] = [
  ['compact', '紧凑'],
  ['normal', '标准'],
  ['loose', '宽松'],
]

function PersonMenu() {
  const me = useMe()
  const [chosen, setChosen] = useState(density)
  function choose(to: Density) {
    applyDensity(to)
    setChosen(to)
  }
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{
        selectedKeys: [chosen],
        items: [
          {
            type: 'group',
            label: '行高',
            children: densities.map(([key, label]) => ({ key, label, onClick: () => choose(key) })),
          },
          { type: 'divider' },
          { key: 'out', label: '退出登录', onClick: () => void signOut() },
        ],
      }}
    >
      <button type="button" className="w-person">
        <Avatar name={me.name} />
        {me.name}
        <span className="z-caption">{me.title}</span>
        <DownOutlined />
      </button>
    </Dropdown>
  )
}
