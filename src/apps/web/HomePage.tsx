import { Card } from '#ui/Card.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { instantText, weekdayText } from '#ui/format.ts'
import { useMe } from '#ui/me.ts'
import { Page as PageFrame } from '#ui/Page.tsx'
import { useNow } from '#ui/useNow.ts'

/** Beijing hours, whatever the computer's clock is set to. */
export function greeting(now: number): string {
  const hour = Number(instantText(now).slice(11, 13))
  return hour < 5 ? '夜里好' : hour < 11 ? '上午好' : hour < 13 ? '中午好' : hour < 18 ? '下午好' : '晚上好'
}

export function Page() {
  const me = useMe()
  const now = useNow(30_000)
  return (
    <PageFrame
      title={`${greeting(now)}，${me.name}`}
      scope={`${instantText(now)} ${weekdayText(now)}　${[me.department, me.title].filter(Boolean).join('，')}`}
    >
      <Card title="我的待办" flush>
        <EmptyState title="没有待办" text="从左边的菜单开始，或按 F2 扫一个追溯码" />
      </Card>
    </PageFrame>
  )
}
