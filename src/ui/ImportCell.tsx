import { Input } from 'antd'
import { useState } from 'react'
import {
  importLimitCell,
  type ImportEndpoints,
  type ImportRow,
  type ImportSummary,
} from '#core/imports/contract.ts'
import { useAct } from './query.ts'

interface Props {
  importId: number
  row: ImportRow
  /** Which of the row's faults. */
  at: number
  endpoints: ImportEndpoints
  onMended: (of: ImportSummary) => void
}

/** One wrong cell, mended in place. Enter judges it; right, it goes, and the next one has the focus. */
export function ImportCell({ importId, row, at, endpoints, onMended }: Props) {
  const fault = row.faults[at]
  const given = row.cells[fault?.column ?? ''] ?? ''
  const [text, setText] = useState(given)
  const act = useAct(endpoints.mend)
  if (!fault) return null
  async function judge(field: HTMLInputElement) {
    if (text.trim() === given || act.busy || !fault) return
    const fields = [...(field.closest('table')?.querySelectorAll<HTMLInputElement>('.z-import-cell') ?? [])]
    const next = fields[fields.indexOf(field) + 1] ?? fields[fields.indexOf(field) - 1]
    const done = await act.run({ importId, row: row.row, column: fault.column, value: text })
    if (!done) return
    if (!done.row.faults.some((f) => f.column === fault.column)) next?.focus()
    onMended(done.import)
  }
  return (
    <Input
      className="z-import-cell"
      value={text}
      status="error"
      placeholder="空"
      maxLength={importLimitCell}
      disabled={act.busy}
      aria-label={`第 ${row.row} 行 ${fault.title}`}
      title={act.refused?.text ?? fault.need}
      onChange={(e) => setText(e.target.value)}
      onPressEnter={(e) => void judge(e.currentTarget)}
      onBlur={(e) => void judge(e.currentTarget)}
    />
  )
}
