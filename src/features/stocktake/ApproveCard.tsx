import { Checkbox, Input } from 'antd'
import { useState } from 'react'
import { discrepancyReasons, discrepancyStateTitle } from '#core/discrepancy/rules.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Labelled } from '#ui/Labelled.tsx'
import { useMe } from '#ui/me.ts'
import { Link } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useAct } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'
import { toast } from '#ui/toast.tsx'
import { sumText } from '#ui/unit-sums.ts'
import { useSecondPerson } from '#ui/useSecondPerson.tsx'
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
  const me = useMe()
  const open = of.list.filter((r) => differs(r) && !settled(r))
  const [picked, setPicked] = useState<readonly number[]>()
  const [reason, setReason] = useState('')
  const rowIds = (picked ?? open.filter((r) => !inTheWay(r)).map((r) => r.id)).filter((id) =>
    open.some((r) => r.id === id),
  )
  const input = { id: of.id, version: of.version, rowIds: [...rowIds], reason: reason.trim() }
  const second = useSecondPerson(approveStocktake, input)
  const act = useAct(approveStocktake, {
    onDone: (r) => {
      const rows = open.filter((x) => rowIds.includes(x.id))
      const said = sumText(rows.map((x) => ({ unit: x.quantityUnit, units: Math.abs(x.difference ?? 0) })))
      toast(`已调账 ${said}，${r.state === 'closed' ? '盘点完成' : '还有差异待批准'}`)
      second.reset()
      setPicked(undefined)
    },
  })
  const back = useAct(sendBackStocktake, { onDone: () => toast('已退回复盘') })
  const lack = [
    rowIds.length === 0 && '勾选差异',
    reason.trim() === '' && '批准意见',
    !second.present && '保管人到场',
  ]
    .filter(Boolean)
    .join('、')
  async function sign() {
    const witness = await second.sign()
    if (witness) await act.run(input, { witness })
  }
  const refused = act.refused ?? back.refused
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
        <SignatureSlot order="第一人" title="批准" state="present" name={me.name} role={me.title} />
        <SignatureSlot {...second.slotProps} />
        {refused && <Notice tone="red">{refused.text}</Notice>}
        <ActButton kind="filled" k="F10" wide blocked={lack || undefined} busy={act.busy} onClick={sign}>
          批准调账
        </ActButton>
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
