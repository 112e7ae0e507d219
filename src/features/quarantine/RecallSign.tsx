import { Input, Select } from 'antd'
import { useState } from 'react'
import { Card } from '#ui/Card.tsx'
import { Labelled } from '#ui/Labelled.tsx'
import { Notice } from '#ui/Notice.tsx'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import { recallLot, type WhereRow } from './recallContract.ts'
import { usePlacesOf } from './useStock.ts'

interface Props {
  lotId: number
  lotNo: string
  /** In places: what one act moves. */
  units: number
  unit: string
  rows: readonly WhereRow[]
}

/** 全部移入待查, and who must be called for the rest. */
export function RecallSign({ lotId, lotNo, units, unit, rows }: Props) {
  const boxes = usePlacesOf(['quarantine'])
  const [box, setBox] = useState<number>()
  const [noticeNo, setNo] = useState('')
  const to = boxes.find((b) => b.placeId === box) ?? boxes[0]
  const input = { lotId, boxLocationId: to?.placeId ?? 0, noticeNo: noticeNo.trim() }
  const signed = useSigned(recallLot, input, {
    onDone: (r) => {
      signed.second.reset()
      toast(`已移入待查 ${r.units} ${unit}，${r.records.map((x) => x.no).join('、')}`)
    },
  })
  const outside = rows.filter((r) => (r.kind === 'custody' || r.kind === 'transit') && r.units > 0)
  const lack = [units === 0 && '在库的药品', !noticeNo.trim() && '召回通知号', !to && '待查柜']
  return (
    <Card title="召回" scope={`批号 ${lotNo} 在库 ${units} ${unit}`} grow>
      <div className="z-column" data-keep-focus>
        <Labelled title="召回通知号">
          <Input
            value={noticeNo}
            maxLength={60}
            placeholder="文号或厂家函号"
            onChange={(e) => setNo(e.target.value)}
          />
        </Labelled>
        <Labelled title="放进">
          <Select
            value={to?.placeId}
            onChange={setBox}
            options={boxes.map((b) => ({ value: b.placeId, label: b.name }))}
          />
        </Labelled>
        {outside.length > 0 && (
          <Notice tone="amber">
            {`还在手、在途的先追回：${outside.map((r) => `${r.holder ?? r.account} ${r.units} ${unit}`).join('、')}`}
          </Notice>
        )}
        <TwoSignatures of={signed} title="经办" who="复核人" lack={lack} verb="全部移入待查" />
      </div>
    </Card>
  )
}
