import { Input, Select } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Notice } from '#ui/Notice.tsx'
import { instantText } from '#ui/format.ts'
import { go } from '#ui/nav.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { listPlaces } from '#features/places/contract.ts'
import { listSuppliers } from '#features/suppliers/contract.ts'
import { startReceipt } from './contract.ts'
import { HandLines, type HandLine } from './HandLines.tsx'
import { OpenOrders } from './OpenOrders.tsx'
import './receipt.css'

/** Beijing time as people write it: 2026-11-23 13:53. Undefined where it is none. */
function readInstant(text: string): string | undefined {
  const [, day, hour = '', minute] = /^(\d{4}-\d{2}-\d{2})[ T](\d{1,2}):(\d{2})$/.exec(text.trim()) ?? []
  const at = Date.parse(`${day}T${hour.padStart(2, '0')}:${minute}:00+08:00`)
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}

/** 开始收货: from whom, which orders, into which place. */
export function StartPanel({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Panel title="开始收货" scope="选供货单位和订单，到货后立即验收" open={open} onClose={onClose}>
      <StartForm />
    </Panel>
  )
}

function useChoices() {
  const suppliers = useCall(listSuppliers, { state: 'active', pageSize: 500 })
  const places = useCall(listPlaces, { state: 'active', pageSize: 500 })
  const stores = (places.data?.rows ?? [])
    .filter((p) => p.kind === 'store' || p.kind === 'cabinet')
    .toSorted((a, b) => a.tier - b.tier)
  return { suppliers: suppliers.data?.rows ?? [], stores, error: suppliers.error ?? places.error }
}

function StartForm() {
  const { suppliers, stores, error } = useChoices()
  const [supplier, setSupplier] = useState<number>()
  const [place, setPlace] = useState<number>()
  const [deliveryNo, setDeliveryNo] = useState('')
  const [arrived, setArrived] = useState(() => instantText(Date.now()))
  const [orderIds, setOrderIds] = useState<number[]>([])
  const [hand, setHand] = useState<HandLine[]>([])
  const act = useAct(startReceipt, { onDone: ({ id }) => go(`/receipts/${id}`) })
  const locationId = place ?? stores[0]?.placeId
  const arrivedAt = readInstant(arrived)
  const lack = [
    ...(supplier ? [] : ['供货单位']),
    ...(locationId ? [] : ['入库储位']),
    ...(orderIds.length + hand.length > 0 ? [] : ['订单或药品']),
    ...(arrivedAt ? [] : ['到货时间（2026-11-23 13:53）']),
  ]

  function begin() {
    if (!supplier || !locationId || !arrivedAt) return undefined
    const lines = hand.map((l) => ({ drugId: l.drugId, units: l.units }))
    return act.run({
      supplierId: supplier,
      locationId,
      deliveryNo: deliveryNo.trim() || undefined,
      arrivedAt,
      orderIds,
      lines,
    })
  }
  const choose = (id: number) => {
    setSupplier(id)
    setOrderIds([])
  }
  return (
    <div className="rcpt-start">
      <div className="rcpt-ask-fields">
        <label className="rcpt-field">
          供货单位
          <Select
            autoFocus
            showSearch
            optionFilterProp="label"
            placeholder="请选择"
            value={supplier}
            onChange={choose}
            options={suppliers.map((s) => ({ value: s.supplierId, label: s.name }))}
          />
        </label>
        <label className="rcpt-field">
          入库储位
          <Select
            value={locationId}
            onChange={setPlace}
            options={stores.map((p) => ({ value: p.placeId, label: p.name }))}
            placeholder="请选择"
          />
        </label>
        <label className="rcpt-field">
          随货同行单号
          <Input
            value={deliveryNo}
            maxLength={60}
            placeholder="可扫单上的条码"
            onChange={(e) => setDeliveryNo(e.target.value)}
          />
        </label>
        <label className="rcpt-field">
          到货时间
          <Input
            className="z-code"
            value={arrived}
            status={arrivedAt ? '' : 'error'}
            onChange={(e) => setArrived(e.target.value)}
          />
        </label>
      </div>
      {error && <Notice tone="red">{error.text}</Notice>}
      {supplier && <OpenOrders supplier={supplier} chosen={orderIds} onChange={setOrderIds} />}
      {supplier && <HandLines lines={hand} onChange={setHand} />}
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <div className="rcpt-start-foot">
        <ActButton
          kind="filled"
          k="F10"
          busy={act.busy}
          blocked={lack.join('、') || undefined}
          onClick={begin}
        >
          开始收货
        </ActButton>
      </div>
    </div>
  )
}
