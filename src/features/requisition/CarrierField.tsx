import { Select } from 'antd'
import { bySpelling } from '#ui/bySpelling.ts'
import { useCall } from '#ui/query.ts'
import { listCarrierRules, listCarriers } from './carrierContract.ts'
import { ruleOfWay } from './carrierRules.ts'

/** The rule of this way; undefined until it is known. */
export function useCarrierRule(from: number, to: number) {
  const rules = useCall(listCarrierRules, {}).data?.rows
  return rules && ruleOfWay(rules, { from, to })
}

interface Props {
  value: number | undefined
  onChange: (carrierId: number) => void
  minutes?: number
}

/** 运送人, of those who may carry now. */
export function CarrierField({ value, onChange, minutes }: Props) {
  const people = useCall(listCarriers, {}).data?.people ?? []
  return (
    <label className="rq-field" data-keep-focus>
      运送人{minutes === undefined ? '' : `（路上限 ${minutes} 分钟）`}
      <Select
        aria-label="运送人"
        showSearch={bySpelling}
        placeholder="不能是复核人"
        value={value}
        onChange={onChange}
        options={people.map((p) => ({ value: p.userId, label: `${p.name} ${p.title}` }))}
      />
    </label>
  )
}
