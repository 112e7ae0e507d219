import { Select } from 'antd'
import { useState, type ReactNode } from 'react'
import { listPlaces } from '#features/places/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { useMe } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { ScanInput } from '#ui/ScanInput.tsx'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'
import { useSecondPerson } from '#ui/useSecondPerson.tsx'
import { recover } from './contract.ts'
import { ChooseIssue } from './ChooseIssue.tsx'
import { OwedLots } from './OwedLots.tsx'
import { useStation } from './useStation.ts'

type State = ReturnType<typeof useStation>
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
  const second = useSecondPerson(recover, input)
  const act = useAct(recover, {
    onDone: (r) => {
      const left = r.stillOwed === 0 ? '全部交清' : `还欠 ${r.stillOwed} 个`
      setSaid(`${r.no} 已回收 ${station.count} 个，${left}`)
      second.reset()
      if (r.stillOwed === 0) station.choose(undefined)
      else station.clear()
    },
  })
  async function sign() {
    const witness = await second.sign()
    if (witness) await act.run(input, { witness })
  }
  const lack = [
    items.length === 0 && '扫空安瓿或填数量',
    !bin.bin && '回收箱',
    !second.present && '送回人到场',
  ]
    .filter(Boolean)
    .join('、')
  async function scan(raw: string) {
    setSaid(undefined)
    act.clear()
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
            <Sides station={station} slot={<SignatureSlot {...second.slotProps} />} />
            <BinSelect {...bin} />
            {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
            <ActButton kind="filled" k="F10" wide blocked={lack || undefined} busy={act.busy} onClick={sign}>
              签字回收
            </ActButton>
          </div>
        </Card>
      </Column>
    </Columns>
  )
}

function Sides({ station, slot }: { station: State; slot: ReactNode }) {
  const me = useMe()
  const text = station.count > 0 ? `${me.title}，收 ${station.count} 个` : me.title
  return (
    <>
      <SignatureSlot order="第一人" title="回收" state="present" name={me.name} role={me.title} text={text} />
      {slot}
    </>
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
