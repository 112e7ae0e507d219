import { Checkbox, Input } from 'antd'
import { useState } from 'react'
import { discrepancyReasons, discrepancyStateTitle } from '#core/discrepancy/rules.ts'
import { Card } from '#ui/Card.tsx'
import { Labelled } from '#ui/Labelled.tsx'
import { Link } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useAct } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { sumText } from '#ui/unit-sums.ts'
import { useSigned } from '#ui/useSigned.ts'
import { approveStocktake, sendBackStocktake, type StocktakeDetail, type StocktakeRow } from './contract.ts'
import { resultTone } from './words.tsx'

const settled = (r: StocktakeRow) => r.movementId !== null
const differs = (r: StocktakeRow) => r.difference !== null && r.difference !== 0
/** A case in the way: it must be explained, and reported where that is due. The server decides; this says why not. */
function inTheWay(r: StocktakeRow): string | undefined {
  if (!r.discrepancy || r.discrepancy.state === 'adjusted') return undefined
  if (r.discrepancy.state === 'open') return '待两人说明'
  const ends = r.reasonCode === null ? 'adjust' : discrepancyReasons[r.reasonCode].ends
  return ends === 'report' && r.discrepancy.state !== 'reported' ? '待登记上报' : undefined
}

/** 批准调账: by the head of pharmacy, who did not count, with the keeper in the second slot. */
export function ApproveCard({ of }: { of: StocktakeDetail }) {
  const open = of.list.filter((r) => differs(r) && !settled(r))
  const [picked, setPicked] = useState<readonly number[]>()
  const [reason, setReason] = useState('')
  const rowIds = (picked ?? open.filter((r) => !inTheWay(r)).map((r) => r.id)).filter((id) =>
    open.some((r) => r.id === id),
  )
  const input = { id: of.id, version: of.version, rowIds: [...rowIds], reason: reason.trim() }
  const signed = useSigned(approveStocktake, input, {
    onDone: (r) => {
      const rows = open.filter((x) => rowIds.includes(x.id))
      const said = sumText(rows.map((x) => ({ unit: x.quantityUnit, units: Math.abs(x.difference ?? 0) })))
      toast(`已调账 ${said}，${r.state === 'closed' ? '盘点完成' : '还有差异待批准'}`)
      signed.second.reset()
      setPicked(undefined)
    },
  })
  const back = useAct(sendBackStocktake, { onDone: () => toast('已退回复盘') })
  const lack = [rowIds.length === 0 && '勾选差异', reason.trim() === '' && '批准意见']
  return (
    <Card title="批准调账" scope="批准后账面按实盘调整" grow>
      <div className="z-column">
        <ul className="k-approve">
          {open.map((r) => (
            <li key={r.id}>
              <Checkbox
                checked={rowIds.includes(r.id)}
                onChange={(e) =>
                  setPicked(e.target.checked ? [...rowIds, r.id] : rowIds.filter((id) => id !== r.id))
                }
              >
                {r.name} {r.lotNo}
              </Checkbox>
              <Quantity
                value={r.difference}
                signed
                unit={r.quantityUnit}
                strong
                tone={resultTone(r) ?? 'grey'}
              />
              <small>
                {r.reasonCode ? discrepancyReasons[r.reasonCode].title : '未填原因'}
                {r.discrepancy && (
                  <>
                    {' · '}
                    <Link to={`/discrepancies/${r.discrepancy.id}`}>{r.discrepancy.no}</Link>{' '}
                    {inTheWay(r) ?? discrepancyStateTitle[r.discrepancy.state]}
                  </>
                )}
              </small>
            </li>
          ))}
        </ul>
        <Labelled title="批准意见">
          <Input.TextArea
            rows={2}
            maxLength={300}
            value={reason}
            onChange={(e) => setReason(e.target.value)}
          />
        </Labelled>
        <TwoSignatures of={signed} title="批准" who="保管人" lack={lack} verb="批准调账">
          {!signed.act.refused && back.refused && <Notice tone="red">{back.refused.text}</Notice>}
        </TwoSignatures>
        {rowIds.length > 0 && (
          <ReasonButton
            verb="退回复盘"
            onConfirm={(why) => back.run({ id: of.id, rowIds: [...rowIds], reason: why })}
          />
        )}
      </div>
    </Card>
  )
}
