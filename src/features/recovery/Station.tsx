import { Select } from 'antd'
import { useState } from 'react'
import { listPlaces } from '#features/places/contract.ts'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { useMe } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { useCall } from '#ui/query.ts'
import { ScanInput } from '#ui/ScanInput.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import { recover } from './contract.ts'
import { ChooseIssue } from './ChooseIssue.tsx'
import { OwedLots } from './OwedLots.tsx'
import { useStation } from './useStation.ts'

const store = 'zhuisu.recovery-bin'

/** The bin of this desk: the last one used here, else the one of one's own department. */
function useBin() {
  const me = useMe()
  const places = useCall(listPlaces, { kind: 'recovery', state: 'active', pageSize: 100 })
  const [chosen, setChosen] = useState(() => Number(localStorage.getItem(store)) || undefined)
  const bins = places.data?.rows ?? []
  const bin =
    bins.find((b) => b.placeId === chosen) ??
    bins.find((b) => b.department === me.department) ??
    (bins.length === 1 ? bins[0] : undefined)
  function choose(id: number) {
    localStorage.setItem(store, String(id))
    setChosen(id)
  }
  return { bins, bin, choose }
}

/** 回收: scan or count what is in front of both people, then both sign. */
export function Station() {
  const me = useMe()
  const station = useStation()
  const { brought } = station
  const bin = useBin()
  const [said, setSaid] = useState<string>()
  const items = [
    ...brought.codes.map((code) => ({ code })),
    ...Object.entries(brought.counts).flatMap(([lotId, units]) =>
      units > 0 ? [{ lotId: Number(lotId), units }] : [],
    ),
  ]
  const input = { issueId: station.issueId ?? 0, binLocationId: bin.bin?.placeId ?? 0, items }
  const signed = useSigned(recover, input, {
    onDone: (r) => {
      const left = r.stillOwed === 0 ? '全部交清' : `还欠 ${r.stillOwed} 个`
      setSaid(`${r.no} 已回收 ${station.count} 个，${left}`)
      signed.second.reset()
      if (r.stillOwed === 0) station.choose(undefined)
      else station.clear()
    },
  })
  async function scan(raw: string) {
    setSaid(undefined)
    signed.act.clear()
    return station.scan(raw)
  }
  return (
    <Columns widths="minmax(0, 1fr) 440px">
      {station.issueId === undefined ? (
        <ChooseIssue onChoose={station.choose} />
      ) : (
        <OwedLots station={station} />
      )}
      <Column>
        <Card>
          <ScanInput title="扫空安瓿" placeholder="扫描瓶上的单支标签" onScan={scan} />
        </Card>
        {said && <Notice tone="green">{said}</Notice>}
        <Card title="回收签字" scope="批号、数量当面对清后各自签字" grow>
          <div className="z-column">
            <TwoSignatures
              of={signed}
              title="回收"
              text={station.count > 0 ? `${me.title}，收 ${station.count} 个` : me.title}
              who="送回人"
              lack={[items.length === 0 && '扫空安瓿或填数量', !bin.bin && '回收箱']}
              verb="签字回收"
            >
              <BinSelect {...bin} />
            </TwoSignatures>
          </div>
        </Card>
      </Column>
    </Columns>
  )
}

function BinSelect({ bins, bin, choose }: ReturnType<typeof useBin>) {
  return (
    <label>
      <span className="z-caption">放进回收箱</span>
      <Select
        aria-label="放进回收箱"
        style={{ width: '100%' }}
        placeholder="选择回收箱"
        value={bin?.placeId}
        onChange={choose}
        options={bins.map((b) => ({ value: b.placeId, label: `${b.name}　现存 ${b.heldUnits} 个` }))}
      />
    </label>
  )
}
