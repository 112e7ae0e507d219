import { Button, Input, InputNumber, Segmented, Select } from 'antd'
import { useState } from 'react'
import { listStaff } from '#features/staff/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { FactList } from '#ui/FactList.tsx'
import { instantText, shortInstant } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'
import { toast } from '#ui/toast.tsx'
import { useSecondPerson } from '#ui/useSecondPerson.tsx'
import { Field } from './Field.tsx'
import {
  destroyPapers,
  listPapers,
  markPapers,
  paperActTitle,
  takePapers,
  type PaperBook,
} from './paperContract.ts'
import { seriesTitle } from './rules.ts'
import './prescription.css'

const range = (b: { prefix: string; firstNo: number; lastNo: number }) =>
  b.firstNo === b.lastNo ? `${b.prefix}${b.firstNo}` : `${b.prefix}${b.firstNo} 至 ${b.prefix}${b.lastNo}`
const count = (
  key: 'used' | 'returned' | 'void' | 'destroyed' | 'left',
  title: string,
): Column<PaperBook> => ({
  key,
  title,
  width: 72,
  align: 'right',
  text: (b) => b[key],
})

const columns: readonly Column<PaperBook>[] = [
  { key: 'series', title: '类别', width: 84, text: (b) => seriesTitle[b.series] },
  {
    key: 'range',
    title: '编号',
    render: (b) => <span className="z-code">{range(b)}</span>,
    exportText: range,
  },
  { key: 'department', title: '领用科室', width: 110 },
  { key: 'takenBy', title: '领用人', width: 80 },
  { key: 'takenAt', title: '领取时间', width: 110, text: (b) => shortInstant(b.takenAt) },
  { key: 'givenBy', title: '发放人', width: 80 },
  count('used', '使用'),
  count('returned', '退回'),
  count('void', '作废'),
  count('destroyed', '销毁'),
  count('left', '结存'),
]

/** R13 处方纸: numbered paper, from the book to the last sheet. */
export function Page() {
  const may = useMay('prescription.manage')
  const [adding, setAdding] = useState(false)
  const [book, setBook] = useState<PaperBook>()
  return (
    <Frame
      fit
      title="处方纸管理"
      crumb={[{ title: '处方', to: '/prescriptions' }, { title: '处方纸' }]}
      scope="统一编号，领取、使用、退回、作废、销毁逐段登记"
      actions={
        may && (
          <ActButton kind="filled" k="F4" onClick={() => setAdding(true)}>
            发放处方纸
          </ActButton>
        )
      }
    >
      <DataTable
        endpoint={listPapers}
        columns={columns}
        rowKey={(b) => b.id}
        filters={[
          {
            key: 'series',
            title: '全部类别',
            options: (['narcotic', 'second'] as const).map((value) => ({ value, text: seriesTitle[value] })),
          },
        ]}
        exportName="处方纸"
        empty="还没有发放处方纸"
        emptyText="按起止编号发给科室，用一张少一张"
        onOpen={setBook}
      />
      <Panel title="发放处方纸" open={adding} onClose={() => setAdding(false)}>
        <Giving onDone={() => setAdding(false)} />
      </Panel>
      <Panel
        title={book ? range(book) : ''}
        scope={book && `${book.takenBy} 领取，结存 ${book.left} 张`}
        open={book !== undefined}
        onClose={() => setBook(undefined)}
      >
        {book && <Book book={book} may={may} onDone={() => setBook(undefined)} />}
      </Panel>
    </Frame>
  )
}

function Giving({ onDone }: { onDone: () => void }) {
  const staff = useCall(listStaff, { state: 'active', pageSize: 500 }).data?.rows ?? []
  const act = useAct(takePapers, {
    onDone: () => {
      toast('处方纸已发放')
      onDone()
    },
  })
  return (
    <SchemaForm
      schema={takePapers.input}
      columns={2}
      hide={['departmentId']}
      initial={{ series: 'narcotic', prefix: '' }}
      titles={{ series: { narcotic: '麻、精一', second: '精二' } }}
      fields={{
        takenBy: (f) => (
          <Select
            showSearch
            optionFilterProp="label"
            placeholder="领用的医师或科室经办人"
            value={(f.value as number | undefined) ?? null}
            onChange={f.onChange}
            options={staff.map((p) => ({ value: p.userId, label: `${p.name} ${p.title}` }))}
          />
        ),
      }}
      submit="发放处方纸"
      k="F10"
      busy={act.busy}
      {...(act.refused ? { refused: act.refused } : {})}
      onSubmit={act.run}
    />
  )
}

function Book({ book, may, onDone }: { book: PaperBook; may: boolean; onDone: () => void }) {
  return (
    <div className="rx-foot">
      <FactList
        items={book.acts.map((a) => ({
          label: paperActTitle[a.kind],
          value: [
            range({ prefix: book.prefix, firstNo: a.firstNo, lastNo: a.lastNo }),
            a.prescriptionNo,
            a.note,
            [a.by, a.witness].filter(Boolean).join('、'),
            instantText(a.at),
          ]
            .filter(Boolean)
            .join('，'),
        }))}
      />
      {book.acts.length === 0 && <span className="z-caption">还没有使用、退回或作废</span>}
      {may && <Marking book={book} onDone={onDone} />}
    </div>
  )
}

/** 退回 and 作废 by one, 销毁 by two. */
function Marking({ book, onDone }: { book: PaperBook; onDone: () => void }) {
  const [kind, setKind] = useState<'returned' | 'void' | 'destroyed'>('returned')
  const [firstNo, setFirst] = useState<number | null>(null)
  const [lastNo, setLast] = useState<number | null>(null)
  const [note, setNote] = useState('')
  const finish = () => {
    toast('已登记')
    onDone()
  }
  const marking = useAct(markPapers, { onDone: finish })
  const destroying = useAct(destroyPapers, { onDone: finish })
  const numbers = { bookId: book.id, firstNo: firstNo ?? 0, lastNo: lastNo ?? firstNo ?? 0 }
  const destroyInput = { ...numbers, note: note.trim() || undefined }
  const second = useSecondPerson(destroyPapers, destroyInput, { off: kind !== 'destroyed' })
  const refused = marking.refused ?? destroying.refused
  async function submit() {
    if (kind !== 'destroyed') return void marking.run({ ...numbers, kind, note: note.trim() })
    const witness = await second.sign(destroyInput)
    if (witness) await destroying.run(destroyInput, { witness })
  }
  const ready = firstNo !== null && (kind === 'destroyed' || note.trim() !== '')
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
      {kind === 'destroyed' && <SignatureSlot {...second.slotProps} />}
      {refused && <Notice tone="red">{refused.text}</Notice>}
      <Button
        disabled={!ready || (kind === 'destroyed' && !second.present)}
        loading={marking.busy || destroying.busy}
        onClick={() => void submit()}
      >
        登记
      </Button>
    </div>
  )
}
