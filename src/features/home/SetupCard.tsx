import { CheckCircleFilled, RightOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { readSetup } from '#features/onboarding/contract.ts'
import { Card } from '#ui/Card.tsx'
import { useMay } from '#ui/me.ts'
import { Link } from '#ui/nav.tsx'
import { useCall } from '#ui/query.ts'

const ways = {
  people: { title: '人员、岗位与资格', to: '/staff' },
  places: { title: '科室与储位', to: '/places' },
  suppliers: { title: '供应商', to: '/suppliers' },
  drugs: { title: '药品档案', to: '/drugs' },
  card: { title: '印鉴卡', to: '/seal-cards' },
} as const

/** 开通清单: what a new hospital enters before its first receipt; gone when it is all there. */
export function SetupCard() {
  // The administrator makes the head of pharmacy, who then records the card.
  const mayCard = useMay('purchaseCard.read')
  const steps = useCall(readSetup, {}, { refetchInterval: 60_000 }).data?.steps
  if (!steps) return null
  const done = steps.filter((s) => s.done).length
  return (
    <Card title="开通清单" scope={`第一次收货前须备齐，已完成 ${done} / ${steps.length}`} flush>
      <ol className="h-setup">
        {steps.map((step, i) => (
          <li key={step.key} data-done={step.done ? '' : undefined}>
            <Way to={step.key !== 'card' || mayCard ? ways[step.key].to : undefined}>
              <span className="h-setup-mark">
                {step.done ? <CheckCircleFilled aria-label="已完成" /> : i + 1}
              </span>
              <b>{ways[step.key].title}</b>
              <span className="h-setup-says">{step.says}</span>
            </Way>
          </li>
        ))}
      </ol>
    </Card>
  )
}

function Way({ to, children }: { to: string | undefined; children: ReactNode }) {
  if (!to) return <div>{children}</div>
  return (
    <Link to={to}>
      {children}
      <RightOutlined />
    </Link>
  )
}
