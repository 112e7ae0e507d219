import { Button, Select } from 'antd'
import { useState } from 'react'
import { listPlaces } from '#features/places/contract.ts'
import { Card } from '#ui/Card.tsx'
import { Notice } from '#ui/Notice.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { dispensaryTitle, listDispensaries, setDispensary } from './limitContract.ts'
import './prescription.css'

/** 438号 Art 16: fixed windows; an emergency pharmacy gives nothing home but injections. */
export function Dispensaries() {
  const windows = useCall(listDispensaries, {})
  const places = useCall(listPlaces, { state: 'active', kind: 'store', pageSize: 200 }).data?.rows ?? []
  const [locationId, setLocation] = useState<number>()
  const [kind, setKind] = useState<keyof typeof dispensaryTitle>('outpatient')
  const act = useAct(setDispensary, { onDone: () => toast('窗口已登记') })
  return (
    <Card title="处方发药窗口" scope="只有登记的窗口能发给患者" flush grow>
      <PlainTable
        rows={windows.data?.rows ?? []}
        rowKey={(r) => r.locationId}
        columns={[
          { key: 'name', title: '储位' },
          { key: 'kind', title: '类别', width: 110, text: (r) => dispensaryTitle[r.kind] },
        ]}
      />
      <div className="rx-add rx-foot" data-keep-focus>
        <Select
          placeholder="储位"
          aria-label="储位"
          value={locationId}
          onChange={setLocation}
          options={places.map((p) => ({ value: p.placeId, label: p.name }))}
        />
        <Select
          value={kind}
          aria-label="窗口类别"
          onChange={setKind}
          options={Object.entries(dispensaryTitle).map(([value, label]) => ({
            value: value as typeof kind,
            label,
          }))}
        />
        {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
        <Button
          disabled={locationId === undefined}
          loading={act.busy}
          onClick={() => void act.run({ locationId: locationId ?? 0, kind })}
        >
          登记窗口
        </Button>
      </div>
    </Card>
  )
}
