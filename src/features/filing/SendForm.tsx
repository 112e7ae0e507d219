import { Checkbox, Select } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Labelled } from '#ui/Labelled.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { listReceivers, mostReceivers, sendFiling, type FilingDetail } from './contract.ts'

/** To whom: authorities of this platform, and others by name whose receipt comes on paper. */
export function SendForm({ of }: { of: FilingDetail }) {
  const known = useCall(listReceivers, {})
  const rows = known.data?.rows ?? []
  const [left, setLeft] = useState<readonly number[]>([])
  const [outside, setOutside] = useState<string[]>([])
  const act = useAct(sendFiling, { onDone: () => toast('已报送，等回执') })
  const authorityIds = rows.map((r) => r.orgId).filter((id) => !left.includes(id))
  const lack = authorityIds.length + outside.length === 0 ? '接收单位' : undefined
  return (
    <>
      {rows.map((r) => (
        <Checkbox
          key={r.orgId}
          checked={!left.includes(r.orgId)}
          onChange={(e) =>
            setLeft(e.target.checked ? left.filter((id) => id !== r.orgId) : [...left, r.orgId])
          }
        >
          {r.name}
        </Checkbox>
      ))}
      <Labelled title="平台外的单位" hint="纸质报送，收到回执后登记">
        <Select
          mode="tags"
          aria-label="平台外的单位"
          placeholder="如：公安禁毒部门，输入后回车"
          maxCount={mostReceivers}
          value={outside}
          onChange={setOutside}
          open={false}
        />
      </Labelled>
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <ActButton
        kind="filled"
        k="F10"
        wide
        busy={act.busy}
        blocked={lack}
        onClick={() => act.run({ filingId: of.filingId, authorityIds, outside })}
      >
        报送
      </ActButton>
    </>
  )
}
