import { Select } from 'antd'
import { Fragment, useState } from 'react'
import { suggestPicks } from '#features/stock/contract.ts'
import { call } from '#ui/call.ts'
import { Card } from '#ui/Card.tsx'
import { Drug } from '#ui/Drug.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { refusedText } from '#ui/refused.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import { toast } from '#ui/toast.tsx'
import type { RxDetail, RxLine } from './contract.ts'
import { TakeRow } from './TakeRow.tsx'
import type { Window } from './useWindow.ts'
import { usageText } from '#ui/dose.ts'

/** What the paper wants against what is in the hand; below each drug the codes it comes from. */
export function TakeTable({ rx, w }: { rx: RxDetail; w: Window }) {
  return (
    <Card
      title="药品"
      extra={
        <Select
          size="small"
          style={{ width: 220 }}
          placeholder="发药储位"
          aria-label="发药储位"
          value={w.locationId}
          onChange={w.chooseLocation}
          options={w.places.map((p) => ({ value: p.id, label: p.name }))}
        />
      }
      flush
    >
      <table className="z-table">
        <thead>
          <tr>
            <th>药品</th>
            <th data-align="right">处方</th>
            <th data-align="right">已取</th>
            <th>状态</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {rx.lines.map((l) => (
            <Line key={l.drugId} w={w} line={l} />
          ))}
        </tbody>
      </table>
    </Card>
  )
}

function Line({ w, line }: { w: Window; line: RxLine }) {
  const missing = w.missingOf(line.drugId)
  const tone = missing === 0 ? 'green' : missing < 0 ? 'red' : w.takenOf(line.drugId) > 0 ? 'amber' : 'grey'
  const words =
    missing === 0 ? '已齐' : missing < 0 ? `多取 ${-missing} ${line.unit}` : `还差 ${missing} ${line.unit}`
  return (
    <Fragment>
      <tr>
        <td title={usageText(line)}>
          <Drug of={line} /> <span className="z-caption">{usageText(line)}</span>
        </td>
        <td data-align="right">
          <Quantity value={line.units} unit={line.unit} />
        </td>
        <td data-align="right">
          <Quantity value={w.takenOf(line.drugId)} unit={line.unit} strong />
        </td>
        <td>
          <StatusTag tone={tone}>{words}</StatusTag>
        </td>
        <td data-align="right">{missing > 0 && <Suggest w={w} line={line} missing={missing} />}</td>
      </tr>
      {w.takes
        .filter((t) => t.found.drugId === line.drugId)
        .map((t) => (
          <TakeRow key={t.found.code} w={w} take={t} />
        ))}
    </Fragment>
  )
}

/** First to expire first: the server says which codes, each is then taken as if it were scanned. */
function Suggest({ w, line, missing }: { w: Window; line: RxLine; missing: number }) {
  const [busy, setBusy] = useState(false)
  async function suggest() {
    setBusy(true)
    try {
      const found = await call(suggestPicks, {
        locationId: w.locationId ?? 0,
        drugId: line.drugId,
        units: missing,
      })
      for (const p of found.picks) await w.take(p.code, p.units)
      if (found.foundUnits < missing)
        toast(
          `这里只有 ${found.foundUnits} ${line.unit}，还差 ${missing - found.foundUnits} ${line.unit}`,
          'red',
        )
    } catch (error) {
      toast(refusedText(error), 'red')
    }
    setBusy(false)
  }
  return (
    <button type="button" className="z-link" disabled={busy || !w.locationId} onClick={() => void suggest()}>
      近效期先出
    </button>
  )
}
