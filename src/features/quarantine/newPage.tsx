import { Input, Segmented, Select } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { Labelled } from '#ui/Labelled.tsx'
import { useMe } from '#ui/me.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PickTable } from '#ui/PickTable.tsx'
import { useAct } from '#ui/query.ts'
import { ScanInput } from '#ui/ScanInput.tsx'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { toast } from '#ui/toast.tsx'
import { useSecondPerson } from '#ui/useSecondPerson.tsx'
import {
  moveToQuarantine,
  quarantineReasons,
  quarantineReasonTitle,
  type QuarantineReason,
} from './contract.ts'
import { stores, usePlacesOf, useStock } from './useStock.ts'

const words: Record<QuarantineReason, string> = {
  expired: '如：有效期已过，当日移出',
  nearExpiry: '如：近效期，先移出停用',
  damaged: '如：外盒浸水、瓶身裂纹',
  quality: '如：瓶身有可见异物，待厂家答复',
  recall: '写召回通知的文号',
}

/** The place, the lot and the reason may come with the address: from the list of what has expired. */
function useStart() {
  const [search] = useSearch()
  const places = usePlacesOf(stores)
  const boxes = usePlacesOf(['quarantine'])
  const [place, setPlace] = useState<number>()
  const [box, setBox] = useState<number>()
  const wanted = quarantineReasons.find((r) => r === search['reason'])
  const [reasonKind, setKind] = useState<QuarantineReason | undefined>(wanted)
  const from = places.find((p) => p.placeId === (place ?? Number(search['place']))) ?? places[0]
  const to = boxes.find((p) => p.placeId === box) ?? boxes[0]
  return {
    places,
    boxes,
    from,
    to,
    reasonKind,
    setPlace,
    setBox,
    setKind,
    lot: Number(search['lot']) || undefined,
  }
}

/** 移入待查: what, why, and two people. */
export function Page() {
  const start = useStart()
  const stock = useStock(start.from?.accountId, start.lot)
  return (
    <Frame
      fit
      title="移入待查"
      crumb={[{ title: '待查', to: '/quarantine' }, { title: '移入' }]}
      scope="整盒带原码；盒内单支移出时逐支贴码"
    >
      <Columns widths="minmax(0, 1fr) 420px">
        <Card
          title={start.from?.name ?? '储位'}
          scope="勾选或扫码，点一行取全部"
          extra={
            <Select
              aria-label="储位"
              style={{ width: 190 }}
              value={start.from?.placeId}
              onChange={start.setPlace}
              options={start.places.map((p) => ({ value: p.placeId, label: p.name }))}
            />
          }
          flush
          grow
        >
          {stock.loading ? (
            <SkeletonRows rows={8} />
          ) : (
            <PickTable picks={stock.picks} verb="移入" empty={{ title: '这个储位没有库存' }} />
          )}
        </Card>
        <Column>
          <Card>
            <ScanInput title="扫码" placeholder="扫要移出的盒或单支码" onScan={stock.scan} />
          </Card>
          <Sign start={start} stock={stock} />
        </Column>
      </Columns>
    </Frame>
  )
}

function Sign({ start, stock }: { start: ReturnType<typeof useStart>; stock: ReturnType<typeof useStock> }) {
  const me = useMe()
  const [reason, setReason] = useState('')
  const { from, to, reasonKind } = start
  const { picks } = stock
  const input = {
    locationId: from?.placeId ?? 0,
    boxLocationId: to?.placeId ?? 0,
    reasonKind: reasonKind ?? ('quality' as const),
    reason: reason.trim(),
    picks: picks.input,
  }
  const second = useSecondPerson(moveToQuarantine, input)
  const act = useAct(moveToQuarantine, {
    onDone: (r) => {
      toast(
        r.labels.length > 0
          ? `${r.no} 已移入 ${r.units}，单支贴码 ${r.labels.length} 张`
          : `${r.no} 已移入 ${r.units}`,
      )
      go(`/quarantine/${r.id}`)
    },
  })
  const lack = [
    picks.units === 0 && '要移出的药品',
    !reasonKind && '原因',
    !reason.trim() && '说明',
    !to && '待查柜',
    !second.present && '复核人到场',
  ].filter(Boolean)
  async function sign() {
    const witness = await second.sign()
    if (witness) await act.run(input, { witness })
  }
  return (
    <Card title="移入签字" scope="两人当面核对品种、批号、数量" grow>
      <div className="z-column" data-keep-focus>
        <div>
          <span className="z-field-title">原因</span>
          <Segmented<string>
            block
            size="small"
            options={quarantineReasons.map((value) => ({ value, label: quarantineReasonTitle[value].replace('撤出', '') }))}
            value={reasonKind ?? ''}
            onChange={(v) => start.setKind(v as QuarantineReason)}
          />
        </div>
        <Labelled title="说明">
          <Input.TextArea
            rows={2}
            maxLength={200}
            value={reason}
            placeholder={words[reasonKind ?? 'quality']}
            onChange={(e) => setReason(e.target.value)}
          />
        </Labelled>
        <Labelled title="放进">
          <Select
            placeholder="先在科室与储位建一个待查柜"
            value={to?.placeId}
            onChange={start.setBox}
            options={start.boxes.map((p) => ({ value: p.placeId, label: p.name }))}
          />
        </Labelled>
        <SignatureSlot
          order="第一人"
          title="经办"
          state="present"
          name={me.name}
          role={me.title}
          text={`${me.title}，移出 ${picks.units}`}
        />
        <SignatureSlot {...second.slotProps} />
        {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
        <ActButton
          kind="filled"
          k="F10"
          wide
          blocked={lack.join('、') || undefined}
          busy={act.busy}
          onClick={sign}
        >
          移入待查
        </ActButton>
      </div>
    </Card>
  )
}
