import { bySpelling } from '#ui/bySpelling.ts'
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

function useStart() {
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
  ].join('、')

  function begin() {
    if (!supplier || !locationId || !arrivedAt) return undefined
    const lines = hand.map((l) => ({ drugId: l.drugId, units: l.units }))
    const no = deliveryNo.trim() || undefined
    return act.run({ supplierId: supplier, locationId, deliveryNo: no, arrivedAt, orderIds, lines })
  }
  function chooseSupplier(id: number) {
    setSupplier(id)
    setOrderIds([])
  }
  return {
    ...{
      suppliers,
      stores,
      error,
      supplier,
      chooseSupplier,
      locationId,
      setPlace,
      deliveryNo,
      setDeliveryNo,
    },
    ...{ arrived, setArrived, arrivedAt, orderIds, setOrderIds, hand, setHand, lack, begin, act },
  }
}

function StartForm() {
  const start = useStart()
  const { supplier, error, act } = start
  return (
    <div className="rcpt-start">
      <HeadFields start={start} />
      {error && <Notice tone="red">{error.text}</Notice>}
      {supplier && <OpenOrders supplier={supplier} chosen={start.orderIds} onChange={start.setOrderIds} />}
      {supplier && <HandLines lines={start.hand} onChange={start.setHand} />}
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <div className="rcpt-start-foot">
        <ActButton
          kind="filled"
          k="F10"
          busy={act.busy}
          blocked={start.lack || undefined}
          onClick={start.begin}
        >
          开始收货
        </ActButton>
      </div>
    </div>
  )
}

/** From whom, into which place, with which note, when. */
function HeadFields({ start }: { start: ReturnType<typeof useStart> }) {
  return (
    <div className="rcpt-ask-fields">
      <label className="rcpt-field">
        供货单位
        <Select
          autoFocus
          showSearch={bySpelling}
          placeholder="请选择"
          value={start.supplier}
          onChange={start.chooseSupplier}
          options={start.suppliers.map((s) => ({ value: s.supplierId, label: s.name }))}
        />
      </label>
      <label className="rcpt-field">
        入库储位
        <Select
          value={start.locationId}
          onChange={start.setPlace}
          options={start.stores.map((p) => ({ value: p.placeId, label: p.name }))}
          placeholder="请选择"
        />
      </label>
      <label className="rcpt-field">
        随货同行单号
        <Input
          value={start.deliveryNo}
          maxLength={60}
          placeholder="可扫单上的条码"
          onChange={(e) => start.setDeliveryNo(e.target.value)}
        />
      </label>
      <label className="rcpt-field">
        到货时间
        <Input
          className="z-code"
          value={start.arrived}
          status={start.arrivedAt ? '' : 'error'}
          onChange={(e) => start.setArrived(e.target.value)}
        />
      </label>
    </div>
  )
}
