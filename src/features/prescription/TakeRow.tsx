import { InputNumber } from 'antd'
import { Quantity } from '#ui/Quantity.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import type { Take, Window } from './useWindow.ts'

/** `拆零 4 片，贴 -01 至 -04`: the labels that this take will make. */
function labelText({ found, units }: Take): string {
  if (!found.splits) return '单支，已有标签'
  const nos = found.nextNos.slice(0, units).map((n) => `-${String(n).padStart(2, '0')}`)
  const shown = nos.length > 3 ? `${nos[0]} 至 ${nos.at(-1)}` : nos.join('、')
  return `拆零，贴 ${shown}，盒内余 ${found.haveUnits - units}`
}

/** One code that was scanned, and how many of it go. */
export function TakeRow({ w, take }: { w: Window; take: Take }) {
  const { found, units } = take
  return (
    <tr className="rx-take">
      <td>
        <TraceCode code={found.code} short />{' '}
        <span className="z-caption">
          批号 {found.lotNo}，至 {found.expiry.slice(0, 7)}
        </span>
      </td>
      <td data-align="right">
        {found.haveUnits > 1 && (
          <InputNumber
            size="small"
            min={1}
            max={found.haveUnits}
            precision={0}
            value={units}
            onChange={(n) => n && w.setTaken(found.code, n)}
            aria-label="取几个"
            style={{ width: 76 }}
          />
        )}
      </td>
      <td data-align="right">
        <Quantity value={units} unit={found.unit} />
      </td>
      <td>
        <span className="z-caption">{labelText(take)}</span>
      </td>
      <td data-align="right">
        <button type="button" className="z-link" onClick={() => w.untake(found.code)}>
          撤回
        </button>
      </td>
    </tr>
  )
}
