import { Input } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { dateText } from '#ui/format.ts'
import { Labelled } from '#ui/Labelled.tsx'
import { go, useSearch } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { toast } from '#ui/toast.tsx'
import { AskTable, linesFrom, type AskedBy } from './AskTable.tsx'
import { createPlan, proposePlan } from './contract.ts'

/** 编制: a year's plan, or a 增补 with its reason. Saved as a draft, which the head sends. */
export function Page() {
  const [search] = useSearch()
  const year = Number(search['year']) || Number(dateText(Date.now()).slice(0, 4))
  const supplement = search['supplement'] === '1'
  const proposal = useCall(proposePlan, { year })
  const [value, setValue] = useState<AskedBy>({})
  const [reason, setReason] = useState('')
  const act = useAct(createPlan, {
    onDone: ({ planId, no }) => {
      toast(`已保存 ${no}，由药学部负责人上报`)
      go(`/purchase-plans/${planId}`)
    },
  })
  const lines = linesFrom(value)
  const lack = [lines.length === 0 && '申请数量', supplement && !reason.trim() && '增补原因'].filter(Boolean)
  const send = () => act.run({ year, supplement, lines, ...(reason.trim() ? { reason: reason.trim() } : {}) })
  return (
    <Frame
      fit
      title={supplement ? `增补 ${year} 年购用计划` : `编制 ${year} 年购用计划`}
      crumb={[{ title: '购用计划', to: `/purchase-plans?year=${year}` }]}
      scope="实际用量按账册计算：开启、给药和处方发药的整支"
      actions={
        <ActButton
          kind="filled"
          k="F10"
          busy={act.busy}
          blocked={lack.join('、') || undefined}
          onClick={send}
        >
          保存计划
        </ActButton>
      }
    >
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      {supplement && (
        <Card>
          <Labelled title="增补原因">
            <Input
              maxLength={200}
              placeholder="如：新开两间手术室，日均手术增加 8 台"
              value={reason}
              onChange={(e) => setReason(e.target.value)}
            />
          </Labelled>
        </Card>
      )}
      <Card title="品种" scope={`已填 ${lines.length} 个品种；不填的不列入`} flush grow>
        {proposal.error && !proposal.data ? (
          <ErrorState error={proposal.error} retry={proposal.refetch} />
        ) : proposal.data ? (
          <AskTable rows={proposal.data.rows} {...{ year, supplement, value }} onChange={setValue} />
        ) : (
          <SkeletonRows rows={8} />
        )}
      </Card>
    </Frame>
  )
}
