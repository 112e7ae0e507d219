import { Input, InputNumber, Segmented } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import { Field } from './Field.tsx'
import { destroyPapers, markPapers, type PaperBook } from './paperContract.ts'

/** 退回 and 作废 by one, 销毁 by two. */
export function PaperActs({ book, onDone }: { book: PaperBook; onDone: () => void }) {
  const [kind, setKind] = useState<'returned' | 'void' | 'destroyed'>('returned')
  const [firstNo, setFirst] = useState<number | null>(null)
  const [lastNo, setLast] = useState<number | null>(null)
  const [note, setNote] = useState('')
  const finish = () => {
    toast('已登记')
    onDone()
  }
  const numbers = { bookId: book.id, firstNo: firstNo ?? 0, lastNo: lastNo ?? firstNo ?? 0 }
  const marking = useAct(markPapers, { onDone: finish })
  const destroying = useSigned(
    destroyPapers,
    { ...numbers, note: note.trim() || undefined },
    { off: kind !== 'destroyed', onDone: finish },
  )
  const lack = [firstNo === null && '编号', kind !== 'destroyed' && !note.trim() && '原因']
  return (
    <div className="rx-foot">
      <Segmented
        value={kind}
        onChange={setKind}
        options={[
          { value: 'returned', label: '退回' },
          { value: 'void', label: '作废' },
          { value: 'destroyed', label: '销毁（两人）' },
        ]}
      />
      <div className="rx-ranges">
        <span>{book.prefix}</span>
        <InputNumber
          precision={0}
          min={1}
          value={firstNo}
          onChange={setFirst}
          placeholder="起始编号"
          aria-label="起始编号"
        />
        至
        <InputNumber
          precision={0}
          min={1}
          value={lastNo}
          onChange={setLast}
          placeholder="截止编号"
          aria-label="截止编号"
        />
      </div>
      <Field title={kind === 'destroyed' ? '说明' : '原因'}>
        <Input value={note} maxLength={200} onChange={(e) => setNote(e.target.value)} />
      </Field>
      {kind === 'destroyed' ? (
        <TwoSignatures of={destroying} title="销毁" who="监督人" lack={lack} verb="签字销毁" />
      ) : (
        <>
          {marking.refused && <Notice tone="red">{marking.refused.text}</Notice>}
          <ActButton
            kind="filled"
            k="F10"
            wide
            blocked={lack.filter(Boolean).join('、') || undefined}
            busy={marking.busy}
            onClick={() => marking.run({ ...numbers, kind, note: note.trim() })}
          >
            {kind === 'returned' ? '登记退回' : '登记作废'}
          </ActButton>
        </>
      )}
    </div>
  )
}
