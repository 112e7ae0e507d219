import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { instantText } from '#ui/format.ts'
import { Link } from '#ui/nav.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { Sums } from '#ui/Sums.tsx'
import type { IncidentDetail } from './contract.ts'
import { FoundPanel } from './FoundPanel.tsx'
import { LosePanel } from './LosePanel.tsx'

const kinds: Record<string, string> = {
  movement: '出入账',
  event: '事件原文',
  evidence: '照片',
  issue: '领用单',
  transfer: '调拨单',
  receipt: '收货单',
}

/** What the case did to the books, and what it keeps from being deleted. */
export function BooksCard({ of, may }: { of: IncidentDetail; may: boolean }) {
  const [losing, setLosing] = useState(false)
  const [found, setFound] = useState<number>()
  const frozen = of.held.map((x) => `${kinds[x.kind] ?? '其他单据'} ${x.records}`).join('、')
  return (
    <Card
      title="账与证据"
      extra={
        may && (
          <ActButton size="small" onClick={() => setLosing(true)}>
            记丢失
          </ActButton>
        )
      }
    >
      <div className="z-column">
        {of.movements.map((m) => (
          <div key={m.movementId}>
            <Link to={`/movements/${m.movementId}`}>{instantText(m.at)}</Link>　{m.from}　{m.drugs}{' '}
            <Sums of={m.sums} strong />　{m.actor}、{m.witness ?? ''}{' '}
            {m.reversed ? (
              <StatusTag tone="green">已追回</StatusTag>
            ) : (
              may && (
                <button type="button" className="z-link" onClick={() => setFound(m.movementId)}>
                  登记追回
                </button>
              )
            )}
          </div>
        ))}
        {of.movements.length === 0 && <span className="z-caption">账上还没有记丢失</span>}
        <div>
          <StatusTag tone={of.released ? 'grey' : 'blue'}>
            {of.released ? '已解除冻结' : '证据冻结'}
          </StatusTag>{' '}
          <span className="z-caption">
            {of.released ? '' : `${instantText(of.windowFrom)} 起：${frozen || '没有相关记录'}`}
          </span>
        </div>
      </div>
      <LosePanel of={of} open={losing} onClose={() => setLosing(false)} />
      <FoundPanel of={of} movementId={found} onClose={() => setFound(undefined)} />
    </Card>
  )
}
