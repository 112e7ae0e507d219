import { bySpelling } from '#ui/bySpelling.ts'
import { Input, Segmented, Select } from 'antd'
import { DateField } from '#ui/DateField.tsx'
import { EvidenceStrip } from '#ui/EvidenceStrip.tsx'
import { useCall } from '#ui/query.ts'
import type { ChecklistItem } from './checklist.ts'
import { listPeople, mostPhotos, outcomes, outcomeTitle, type Outcome } from './contract.ts'
import type { Looked } from './useWalk.ts'

interface Props {
  item: ChecklistItem
  of: Looked | undefined
  onChange: (to: Looked) => void
}

/** One item: agrees or not; where not, what was found, who puts it right, until when. */
export function ItemRow({ item, of, onChange }: Props) {
  return (
    <div className="it-item" data-state={of?.outcome ?? 'ahead'} data-keep-focus>
      <span className="z-code">{item.code}</span>
      <span>{item.text}</span>
      <Segmented<string>
        size="small"
        aria-label={item.text}
        value={of?.outcome ?? ''}
        options={outcomes.map((value) => ({ value, label: outcomeTitle[value] }))}
        onChange={(v) => onChange({ ...of, outcome: v as Outcome })}
      />
      {of?.outcome === 'fail' && <Failure item={item} of={of} onChange={onChange} />}
    </div>
  )
}

const slots = Array.from({ length: mostPhotos }, (_, i) => ({ title: `照片 ${i + 1}`, says: '问题所在' }))

function Failure({ item, of, onChange }: Props & { of: Looked }) {
  return (
    <div className="it-failure">
      <Input
        aria-label={`${item.code} 发现的问题`}
        placeholder="发现的问题，写清在哪里、差什么"
        value={of.finding ?? ''}
        maxLength={500}
        onChange={(e) => onChange({ ...of, finding: e.target.value })}
      />
      <Responsible
        label={`${item.code} 责任人`}
        value={of.responsibleId}
        onChange={(responsibleId) => onChange({ ...of, responsibleId })}
      />
      <DateField placeholder="整改期限" value={of.dueOn} onChange={(dueOn) => onChange({ ...of, dueOn })} />
      <EvidenceStrip
        slots={slots}
        value={of.photos ?? []}
        onChange={(photos) => onChange({ ...of, photos })}
      />
    </div>
  )
}

interface Choice {
  label: string
  value: number | undefined
  onChange: (userId: number) => void
}

function Responsible({ label, value, onChange }: Choice) {
  const people = useCall(listPeople, {})
  return (
    <Select
      aria-label={label}
      placeholder="责任人"
      loading={people.isLoading}
      value={value}
      onChange={onChange}
      showSearch={bySpelling}
      options={(people.data?.rows ?? []).map((p) => ({ value: p.userId, label: `${p.name}（${p.title}）` }))}
    />
  )
}
