import { useEffect } from 'react'
import { readLedgerState } from '#core/ledger/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Column as Stack, Columns } from '#ui/Columns.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { Figures } from '#ui/Figures.tsx'
import { instantText, weekdayText } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { Page as PageFrame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { useNow } from '#ui/useNow.ts'
import { Asleep } from './Asleep.tsx'
import { readHome } from './contract.ts'
import { LoopsCard } from './LoopsCard.tsx'
import { todoPath, todoWords } from './rules.ts'
import { SetupCard } from './SetupCard.tsx'
import { StockCard } from './StockCard.tsx'
import { tiles } from './tiles.tsx'
import { TodoCard } from './TodoCard.tsx'
import './home.css'

/** Beijing hours, whatever the computer's clock is set to. */
function greeting(now: number): string {
  const hour = Number(instantText(now).slice(11, 13))
  return hour < 5 ? '夜里好' : hour < 11 ? '上午好' : hour < 13 ? '中午好' : hour < 18 ? '下午好' : '晚上好'
}

/** 首页. An authority has no stock of its own: its first page is the overview of its institutions. */
export function Page() {
  const me = useMe()
  const authority = me.org.kind === 'authority'
  // Who only makes the authority's people reads no hospital.
  const first = me.permissions.includes('supervision.read') ? '/supervision' : '/staff'
  useEffect(() => {
    if (authority) go(first, { replace: true })
  }, [authority, first])
  return authority ? null : <Institution />
}

function Institution() {
  const me = useMe()
  const now = useNow(30_000)
  const mayStock = useMay('stock.read')
  const query = useCall(readHome, {}, { refetchInterval: 30_000 })
  const ledger = useCall(readLedgerState, {}, { refetchInterval: 60_000 })
  const home = query.data
  const next = home?.todos[0]
  return (
    <PageFrame
      fit
      title={`${greeting(now)}，${me.name}`}
      scope={`${instantText(now)} ${weekdayText(now)}　${[me.department, me.title].filter(Boolean).join('，')}`}
      actions={
        next && (
          <>
            <span className="z-caption">下一件</span>
            <ActButton kind="filled" k="Enter" onClick={() => go(todoPath(next))}>
              {`${todoWords[next.kind].verb} ${next.no}`}
            </ActButton>
          </>
        )
      }
    >
      <Asleep />
      <SetupCard />
      {query.error && !home ? (
        <ErrorState error={query.error} retry={query.refetch} />
      ) : !home ? (
        <SkeletonRows rows={12} />
      ) : (
        <div className="h-board">
          <Figures look="tiles" items={tiles(home, ledger.data)} />
          <Columns widths={home.loops ? 'minmax(0, 1fr) 372px' : 'minmax(0, 1fr)'}>
            <Stack>
              <TodoCard todos={home.todos} now={now} />
              {mayStock && <StockCard />}
            </Stack>
            {home.loops && <LoopsCard loops={home.loops} now={now} />}
          </Columns>
        </div>
      )}
    </PageFrame>
  )
}
