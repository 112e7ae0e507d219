import { Input, Select } from 'antd'
import { useState } from 'react'
import { listCodes } from '#features/quarantine/contract.ts'
import { listStock } from '#features/stock/contract.ts'
import { Labelled } from '#ui/Labelled.tsx'
import { Panel } from '#ui/Panel.tsx'
import { PickTable } from '#ui/PickTable.tsx'
import { useCall } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import { useStockPicks } from '#ui/useStockPicks.ts'
import { loseStock, type IncidentDetail } from './contract.ts'

/** Accounts that hold one of the drugs of the case: places, hands, transits, red boxes. */
function useAccounts(of: IncidentDetail) {
  const rows = useCall(listStock, { item: 'intact', pageSize: 500 }).data?.rows ?? []
  const wanted = new Set(of.lines.map((l) => l.drugId))
  const accounts = new Map(rows.filter((r) => wanted.has(r.drugId)).map((r) => [r.accountId, r.account]))
  return [...accounts].map(([value, label]) => ({ value, label }))
}

export function LosePanel({ of, open, onClose }: { of: IncidentDetail; open: boolean; onClose: () => void }) {
  return (
    <Panel
      title="记丢失"
      scope="找不到的药品从账上转出，药学部负责人批准"
      open={open}
      onClose={onClose}
      width={820}
    >
      <Form of={of} done={onClose} />
    </Panel>
  )
}

function Form({ of, done }: { of: IncidentDetail; done: () => void }) {
  const accounts = useAccounts(of)
  const [chosen, setChosen] = useState<number>()
  const [reason, setReason] = useState('')
  const accountId = chosen ?? accounts[0]?.value
  const { picks: all } = useStockPicks(listCodes, accountId)
  // Only what the case is about can be lost by it.
  const picks = {
    ...all,
    rows: all.rows.filter((r) => of.lines.some((l) => l.name === r.drug.name && l.spec === r.drug.spec)),
  }
  const input = { id: of.id, accountId: accountId ?? 0, picks: picks.input, reason: reason.trim() }
  const signed = useSigned(loseStock, input, {
    onDone: () => {
      toast(`已记丢失 ${picks.said}`)
      done()
    },
  })
  const lack = [picks.units === 0 && '丢失的药品', !input.reason && '说明']
  return (
    <div className="z-column">
      <Labelled title="从哪里丢失">
        <Select
          value={accountId}
          onChange={setChosen}
          options={accounts}
          placeholder="没有账户持有这些药品"
        />
      </Labelled>
      <div className="in-rows">
        <PickTable picks={picks} verb="丢失" empty={{ title: '这里没有库存' }} />
      </div>
      <Labelled title="说明">
        <Input
          value={reason}
          maxLength={300}
          placeholder="如：复盘仍少，未找到"
          onChange={(e) => setReason(e.target.value)}
        />
      </Labelled>
      <TwoSignatures
        of={signed}
        title="经办"
        who="批准人"
        lack={lack}
        verb="记丢失"
        kind="red"
        beside="in-two"
      />
    </div>
  )
}
