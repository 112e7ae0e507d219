import { Button, Input, Segmented } from 'antd'
import { destructionMethods } from './contract.ts'

type Method = (typeof destructionMethods)[number]

export interface How {
  place: string
  method: Method | undefined
  reason: string
}

const store = 'zhuisu.destruction-place'
const reasons = ['季度集中销毁', '月度集中销毁', '回收箱已满']

/** The same room as last time is filled in; still shown, and still to be signed. */
export const emptyHow = (): How => ({
  place: localStorage.getItem(store) ?? '',
  method: undefined,
  reason: '',
})

/** Place, method and reason, as the register wants them (R12). */
export function HowForm({ value, onChange }: { value: How; onChange: (value: How) => void }) {
  function setPlace(place: string) {
    localStorage.setItem(store, place)
    onChange({ ...value, place })
  }
  return (
    <div className="d-how">
      <label>
        <span className="z-caption">销毁地点</span>
        <Input
          value={value.place}
          maxLength={60}
          placeholder="如 药学部销毁间"
          onChange={(e) => setPlace(e.target.value)}
        />
      </label>
      <div>
        <span className="z-caption">方式</span>
        <Segmented<string>
          block
          options={[...destructionMethods]}
          value={value.method ?? ''}
          onChange={(method) => onChange({ ...value, method: method as Method })}
        />
      </div>
      <label>
        <span className="z-caption">原因</span>
        <Input
          value={value.reason}
          maxLength={200}
          placeholder="写明为什么销毁"
          onChange={(e) => onChange({ ...value, reason: e.target.value })}
        />
      </label>
      <div className="d-presets">
        {reasons.map((reason) => (
          <Button key={reason} size="small" onClick={() => onChange({ ...value, reason })}>
            {reason}
          </Button>
        ))}
      </div>
    </div>
  )
}
