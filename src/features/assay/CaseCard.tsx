import { useState } from 'react'
import { discrepancyStateTitle, type DiscrepancyState } from '#core/discrepancy/rules.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { FactList } from '#ui/FactList.tsx'
import { num, unitText } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { Link } from '#ui/nav.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import { settleSample, type SampleDetail } from './contract.ts'

/** What did not agree is a case: explained first, then settled by another test or by the books. */
export function CaseCard({ of }: { of: SampleDetail }) {
  const own = useMe().org.orgId === of.orgId
  const manages = useMay('discrepancy.manage') && own
  const [open, setOpen] = useState(false)
  if (of.discrepancyId === null || of.discrepancyState === null) return null
  const state = of.discrepancyState as DiscrepancyState
  const unit = unitText(of.contentUnit)
  const settles =
    manages &&
    (state === 'explained' || state === 'reported') &&
    of.counted !== null &&
    of.counted !== of.held
  return (
    <Card title="差异" scope="关于领用人和见证人签字的这份残余">
      <div className="z-column">
        <FactList
          items={[
            {
              label: '单号',
              value: <Link to={`/discrepancies/${of.discrepancyId}`}>{of.discrepancyNo}</Link>,
            },
            {
              label: '状态',
              value: (
                <StatusTag tone={state === 'closed' ? 'green' : 'red'}>
                  {discrepancyStateTitle[state]}
                </StatusTag>
              ),
            },
            { label: '账面', value: `${num(of.held)} ${unit}` },
            ...(of.counted === null ? [] : [{ label: '按检测', value: `${num(of.counted)} ${unit}` }]),
          ]}
        />
        {settles && !open && (
          <ActButton kind="red" wide onClick={() => setOpen(true)}>
            按检测结果调账
          </ActButton>
        )}
        {settles && open && <Settle of={of} />}
      </div>
    </Card>
  )
}

function Settle({ of }: { of: SampleDetail }) {
  const unit = unitText(of.contentUnit)
  const signed = useSigned(
    settleSample,
    { id: of.id, version: of.discrepancyVersion ?? 0 },
    { onDone: () => toast(`已调账，账面 ${num(of.counted ?? 0)} ${unit}`) },
  )
  return (
    <TwoSignatures
      of={signed}
      title="调账"
      text={`账面 ${num(of.held)} 调为 ${num(of.counted ?? 0)} ${unit}`}
      who="见证人"
      lack={[]}
      verb="两人签字调账"
      kind="red"
    />
  )
}
