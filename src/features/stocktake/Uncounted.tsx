import { Select } from 'antd'
import { TraceCode } from '#ui/TraceCode.tsx'
import type { StocktakeDetail } from './contract.ts'
import type { ScanQueue, Uncounted } from './useScanQueue.ts'

/** Codes that were read and are not in the count: each with its reason and what to do with the box in hand. */
export function UncountedList({ of, scans }: { of: StocktakeDetail; scans: ScanQueue }) {
  if (scans.uncounted.length === 0) return null
  const places = new Map(of.list.map((r) => [r.locationId, r.place]))
  const options = [...places].map(([value, label]) => ({ value, label }))
  return (
    <ul className="k-uncounted z-tone-red" role="alert" aria-label="没有计入的码" data-keep-focus>
      {scans.uncounted.map((u) => (
        <One key={u.key} {...{ u, scans, options }} />
      ))}
    </ul>
  )
}

interface OneProps {
  u: Uncounted
  scans: ScanQueue
  options: { value: number; label: string }[]
}

function One({ u, scans, options }: OneProps) {
  return (
    <li>
      <b>没有计入</b>
      {u.asksPlace && <TraceCode code={u.raw} />}
      <span>{u.asksPlace ? '账上不在所盘的储位，请选实物所在的储位' : u.text}</span>
      {u.asksPlace ? (
        <Select
          size="small"
          aria-label={`${u.raw} 所在储位`}
          placeholder="选储位"
          popupMatchSelectWidth={false}
          options={options}
          onChange={(place) => {
            // The next code belongs to the count again, not to this field.
            if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
            scans.again(u, place)
          }}
        />
      ) : (
        <button type="button" className="k-again" onClick={() => scans.again(u)}>
          再试
        </button>
      )}
      <button type="button" className="z-link" onClick={() => scans.drop(u.key)}>
        已另放，不计入
      </button>
    </li>
  )
}
