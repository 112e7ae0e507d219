import { Notice } from '#ui/Notice.tsx'
import type { CallRefused } from '#ui/refused.ts'
import type { FormSection } from '#ui/SchemaForm.tsx'

/** The order of fields that making and changing a drug share. */
export const drugSections: readonly FormSection[] = [
  { title: '生产与包装', keys: ['manufacturer', 'form', 'packUnits', 'packUnit'] },
  { title: '库存限量（按最小单位）', keys: ['lowUnits', 'highUnits'] },
  { title: '药品标识码', keys: ['identifiers'] },
  { title: '编码', keys: ['approvalNo', 'standardCode', 'insuranceCode', 'barcode69'] },
]

/** What the server found wrong, in its own words: it knows check digits and what codes of a pack must agree with. */
export function FaultNotes({ refused }: { refused: CallRefused | undefined }) {
  const messages = (refused?.faults ?? []).flatMap((f) =>
    typeof f.facts?.['message'] === 'string' ? [f.facts['message']] : [],
  )
  return messages.map((message) => (
    <div key={message} style={{ marginTop: 10 }}>
      <Notice tone="red">{message}</Notice>
    </div>
  ))
}
