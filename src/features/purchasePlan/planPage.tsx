import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { instantText } from '#ui/format.ts'
import { useMe } from '#ui/me.ts'
import { useParams } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { toast } from '#ui/toast.tsx'
import { AskTable, linesFrom, type AskedBy } from './AskTable.tsx'
import { planTitle, proposePlan, readPlan, savePlan, submitPlan, type Plan } from './contract.ts'
import { DecideView } from './DecideView.tsx'
import { LeftCard } from './LeftCard.tsx'
import { PlanLines } from './PlanLines.tsx'
import { PlanTag, Words, type Head } from './words.tsx'

export function Page() {
  const { id } = useParams()
  const read = useCall(readPlan, { id: Number(id) })
  const crumb = [{ title: '购用计划', to: '/purchase-plans' }]
  if (!read.data)
    return (
      <Frame title="购用计划" crumb={crumb}>
        {read.error ? (
          <ErrorState title="没有读到购用计划" error={read.error} retry={read.refetch} />
        ) : (
          <SkeletonRows rows={10} />
        )}
      </Frame>
    )
  return <Shown key={`${read.data.planId}${read.data.state}`} of={read.data} crumb={crumb} />
}

interface Props {
  of: Plan
  crumb: readonly { title: string; to?: string }[]
}

function Shown({ of, crumb }: Props) {
  const own = useMe().org.orgId === of.orgId
  const head = {
    fit: true,
    title: planTitle(of),
    crumb: [
      { title: '购用计划', to: own ? `/purchase-plans?year=${of.year}` : '/purchase-plans' },
      ...crumb.slice(1),
    ],
    tag: <PlanTag of={of.state} />,
    no: of.no,
    facts: [
      ...(own ? [] : [{ label: '机构', value: of.org }]),
      ...(own ? [{ label: '编制', value: `${of.createdBy} ${instantText(of.createdAt)}` }] : []),
      ...(of.submittedAt
        ? [{ label: '上报', value: `${of.submittedBy ?? ''} ${instantText(of.submittedAt)}` }]
        : []),
      ...(of.decidedAt
        ? [{ label: '核定', value: `${of.decidedName ?? ''} ${instantText(of.decidedAt)}` }]
        : []),
    ],
  }
  if (of.may.decide) return <DecideView of={of} head={head} />
  if (of.may.edit || of.may.submit) return <EditView of={of} head={head} />
  return (
    <Frame {...head}>
      <Words of={of} />
      <PlanLines of={of} />
      {!own && <LeftCard year={of.year} org={of.orgId} />}
    </Frame>
  )
}

function EditView({ of, head }: { of: Plan; head: Head }) {
  const proposal = useCall(proposePlan, of.may.edit ? { year: of.year } : undefined)
  const [value, setValue] = useState<AskedBy>(() =>
    Object.fromEntries(
      of.planLines.map((l) => [l.productId, { asked: l.asked, ...(l.reason ? { reason: l.reason } : {}) }]),
    ),
  )
  const [changed, setChanged] = useState(false)
  const save = useAct(savePlan, {
    onDone: () => {
      setChanged(false)
      toast('已保存')
    },
  })
  const submit = useAct(submitPlan, { onDone: ({ authority }) => toast(`已上报${authority}`) })
  const lines = linesFrom(value)
  const refused = save.refused ?? submit.refused
  return (
    <Frame
      {...head}
      actions={
        <>
          {of.may.edit && (
            <ActButton
              busy={save.busy}
              blocked={lines.length === 0 ? '申请数量' : undefined}
              onClick={() => save.run({ id: of.planId, lines })}
            >
              保存计划
            </ActButton>
          )}
          {of.may.submit && (
            <ActButton
              kind="filled"
              k="F10"
              busy={submit.busy}
              blocked={changed ? '先保存改动' : undefined}
              onClick={() => submit.run({ id: of.planId })}
            >
              上报计划
            </ActButton>
          )}
        </>
      }
    >
      <Words of={of} />
      {!of.may.submit && <Notice tone="amber">保存后由药学部负责人上报</Notice>}
      {refused && <Notice tone="red">{refused.text}</Notice>}
      {of.may.edit && proposal.data ? (
        <Card title="品种" scope={`已填 ${lines.length} 个品种；不填的不列入`} flush grow>
          <AskTable
            rows={proposal.data.rows}
            year={of.year}
            supplement={of.supplement > 0}
            value={value}
            onChange={(v) => {
              setChanged(true)
              setValue(v)
            }}
          />
        </Card>
      ) : (
        <PlanLines of={of} />
      )}
    </Frame>
  )
}
