import { bySpelling } from '#ui/bySpelling.ts'
import { Input, Select } from 'antd'
import { useState } from 'react'
import { listDrugs } from '#features/catalogue/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { DateField } from '#ui/DateField.tsx'
import { unitText } from '#ui/format.ts'
import { Labelled } from '#ui/Labelled.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { addRow, type StocktakeDetail } from './contract.ts'

interface Props {
  of: StocktakeDetail
  open: boolean
  onClose: () => void
  onAdded: (rowId: number) => void
}

/** 添加药品: lies there without a code and is not in the list. With a code it is scanned, and comes in by itself. */
export function AddRowPanel({ of, open, onClose, onAdded }: Props) {
  return (
    <Panel title="添加药品" scope="实物在储位、盘点单上没有的批号" open={open} onClose={onClose} width={460}>
      {open && <Form of={of} onAdded={onAdded} />}
    </Panel>
  )
}

function Form({ of, onAdded }: Pick<Props, 'of' | 'onAdded'>) {
  const places = [...new Map(of.list.map((r) => [r.locationId, r.place]))]
  const drugs = useCall(listDrugs, { pageSize: 500 })
  const [locationId, setPlace] = useState(places.length === 1 ? places[0]?.[0] : undefined)
  const [drugId, setDrug] = useState<number>()
  const [lotNo, setLot] = useState('')
  const [expiry, setExpiry] = useState<string>()
  const act = useAct(addRow, {
    onDone: (r) => {
      toast('已添加，请填实盘数')
      onAdded(r.rowId)
    },
  })
  const lot = lotNo.trim()
  const lack = [!locationId && '储位', !drugId && '药品', !lot && '批号', !expiry && '有效期至']
    .filter(Boolean)
    .join('、')
  async function add() {
    if (locationId && drugId && lot && expiry)
      await act.run({ id: of.id, locationId, drugId, lotNo: lot, expiry })
  }
  return (
    <div className="z-column">
      <Notice tone="blue">有追溯码的不用在这里添加：直接扫码，盘点单会自动加一行</Notice>
      <Labelled title="储位">
        <Select
          aria-label="储位"
          value={locationId}
          onChange={setPlace}
          options={places.map(([value, label]) => ({ value, label }))}
        />
      </Labelled>
      <Labelled title="药品">
        <Select
          showSearch={bySpelling}
          aria-label="药品"
          value={drugId}
          onChange={setDrug}
          options={(drugs.data?.rows ?? []).map((d) => ({
            value: d.drugId,
            label: `${d.name} ${unitText(d.spec)}`,
          }))}
        />
      </Labelled>
      <Labelled title="批号">
        <Input value={lotNo} maxLength={40} onChange={(e) => setLot(e.target.value)} />
      </Labelled>
      <Labelled title="有效期至">
        <DateField expiry value={expiry} onChange={setExpiry} />
      </Labelled>
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <ActButton kind="filled" k="F10" wide blocked={lack || undefined} busy={act.busy} onClick={add}>
        添加
      </ActButton>
    </div>
  )
}
