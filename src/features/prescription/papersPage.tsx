import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { FactList } from '#ui/FactList.tsx'
import { instantText, shortInstant } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { Page as Frame } from '#ui/Page.tsx'
import { Panel } from '#ui/Panel.tsx'
import { GivePapers } from './GivePapers.tsx'
import { PaperActs } from './PaperActs.tsx'
import { listPapers, paperActTitle, type PaperBook } from './paperContract.ts'
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
        <GivePapers onDone={() => setAdding(false)} />
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

/** What became of its numbers so far, and the next act on them. */
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
      {may && <PaperActs book={book} onDone={onDone} />}
    </div>
  )
}
