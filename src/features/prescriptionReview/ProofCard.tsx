import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { FactList } from '#ui/FactList.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useCall } from '#ui/query.ts'
import { proveReview, type ReviewDetail } from './contract.ts'

/** The seed and the frame's hash as they were recorded, and the draw done again. */
export function ProofCard({ of }: { of: ReviewDetail }) {
  const [asked, setAsked] = useState(false)
  const proof = useCall(proveReview, asked ? { id: of.reviewId } : undefined)
  const p = proof.data
  const agrees = p?.hashAgrees && p.drawnAgrees
  return (
    <Card title="抽取证明" scope="范围、种子随抽取写入账目">
      <div className="z-column">
        <FactList
          items={[
            { label: '范围指纹', value: <code className="pr-hash">{of.frameHash}</code> },
            { label: '种子', value: <code className="pr-hash">{of.seed}</code> },
          ]}
        />
        {proof.error && <Notice tone="red">没有核验成，请再点一次</Notice>}
        {p && (
          <Notice tone={agrees ? 'green' : 'red'}>
            {agrees
              ? `按种子重抽 ${p.frameCount} 张，抽中的 ${p.drawn.length} 张逐张相同`
              : p.hashAgrees
                ? '重抽的结果与登记的不同，请保留现场并报告'
                : '抽样范围与登记的指纹不同，请保留现场并报告'}
          </Notice>
        )}
        <ActButton
          wide
          busy={proof.isFetching}
          onClick={() => (asked ? void proof.refetch() : setAsked(true))}
        >
          核验抽取
        </ActButton>
      </div>
    </Card>
  )
}
