import { FileExcelOutlined } from '@ant-design/icons'
import { Button, Tabs } from 'antd'
import { useState, type ReactNode } from 'react'
import type { ImportEndpoints, ImportRow, ImportRowState, ImportSummary } from '#core/imports/contract.ts'
import type { Column } from './column.ts'
import { EmptyState } from './EmptyState.tsx'
import { ErrorState } from './ErrorState.tsx'
import { instantText, num } from './format.ts'
import { ImportCell } from './ImportCell.tsx'
import { Pages } from './Pages.tsx'
import { PlainTable } from './PlainTable.tsx'
import { useCall } from './query.ts'
import { SkeletonRows } from './SkeletonRows.tsx'

interface Props {
  of: ImportSummary
  what: string
  endpoints: ImportEndpoints
  onChange: (of: ImportSummary) => void
  /** 换文件 */
  onOther: () => void
  /** What must be agreed to. */
  children?: ReactNode
}

const pageSize = 50

export function ImportCheck({ of, what, endpoints, onChange, onOther, children }: Props) {
  const [tab, setTab] = useState<ImportRowState>(of.bad > 0 ? 'bad' : of.fresh > 0 ? 'new' : 'update')
  const [columns, setColumns] = useState(false)
  const counts: Record<ImportRowState, number> = {
    bad: of.bad,
    new: of.fresh,
    update: of.updates,
    same: of.same,
  }
  const titles: [ImportRowState, string][] = [
    ['bad', '有错'],
    ['new', '新增'],
    ['update', '将更新'],
    ['same', '与现有相同'],
  ]
  return (
    <>
      <div className="z-import-file">
        <FileExcelOutlined style={{ fontSize: 22, color: 'var(--ink2)' }} />
        <div>
          <span>{of.fileName}</span>
          <span className="z-caption">
            {num(of.rows)} 行，{instantText(of.createdAt, 'minute')} 上传，列名已自动对应 {of.columns.length}{' '}
            列
          </span>
        </div>
        <Button type="link" onClick={onOther}>
          换文件
        </Button>
        <Button type="link" onClick={() => setColumns(!columns)}>
          {columns ? '收起列对应' : '看列对应'}
        </Button>
      </div>
      {columns && <span className="z-caption">认出的列：{of.columns.join('、')}</span>}
      <Counts of={of} />
      {children}
      <Tabs
        activeKey={tab}
        onChange={(key) => setTab(key as ImportRowState)}
        items={titles.map(([key, title]) => ({
          key,
          label: `${title} ${num(counts[key])}`,
          children: (
            <Rows key={key} of={of} state={key} what={what} endpoints={endpoints} onChange={onChange} />
          ),
        }))}
        destroyOnHidden
      />
    </>
  )
}

function Counts({ of }: { of: ImportSummary }) {
  return (
    <div className="z-import-counts">
      <Count
        n={of.fresh + of.updates}
        tone="green"
        title="可导入"
        words={`新增 ${num(of.fresh)} 行，更新 ${num(of.updates)} 行`}
      />
      <Count n={of.bad} tone="red" title="有错" words={of.bad > 0 ? '改好后才能导入' : '没有错'} />
      <Count n={of.same} title="与现有相同" words="不重复写入" />
    </div>
  )
}

function Count({ n, tone, title, words }: { n: number; tone?: string; title: string; words: string }) {
  return (
    <div>
      <b className={tone && n > 0 ? `z-tone-${tone}` : undefined}>
        {num(n)}
        <i>行</i>
      </b>
      <span>
        <strong>{title}</strong>
        <small className="z-caption">{words}</small>
      </span>
    </div>
  )
}

interface RowsProps {
  of: ImportSummary
  state: ImportRowState
  what: string
  endpoints: ImportEndpoints
  onChange: (of: ImportSummary) => void
}

function Rows({ of, state, what, endpoints, onChange }: RowsProps) {
  const [page, setPage] = useState(1)
  const query = useCall(endpoints.look, { importId: of.importId, state, page, pageSize }, { keep: true })
  if (query.error) return <ErrorState error={query.error} retry={query.refetch} />
  if (!query.data) return <SkeletonRows rows={6} />
  const { rows, total } = query.data
  const mended = (next: ImportSummary) => {
    onChange(next)
    void query.refetch()
  }
  return (
    <>
      {state === 'bad' ? (
        <Bad rows={rows} what={what} of={of} endpoints={endpoints} onMended={mended} />
      ) : (
        <Good rows={rows} what={what} state={state} />
      )}
      {total > pageSize && <Pages page={page} pageSize={pageSize} total={total} onPage={setPage} />}
    </>
  )
}

interface Fault {
  row: ImportRow
  at: number
}

interface BadProps {
  rows: readonly ImportRow[]
  what: string
  of: ImportSummary
  endpoints: ImportEndpoints
  onMended: (of: ImportSummary) => void
}

function Bad({ rows, what, of, endpoints, onMended }: BadProps) {
  const faults = rows.flatMap((row) => row.faults.map((_, at): Fault => ({ row, at })))
  const columns: readonly Column<Fault>[] = [
    { key: 'row', title: '表中行', align: 'right', width: 64, text: (f) => f.row.row },
    { key: 'label', title: what, text: (f) => f.row.label },
    { key: 'column', title: '列', width: 96, text: (f) => f.row.faults[f.at]?.title ?? '' },
    {
      key: 'value',
      title: '填写的内容',
      width: 150,
      render: (f) => (
        <ImportCell importId={of.importId} row={f.row} at={f.at} endpoints={endpoints} onMended={onMended} />
      ),
    },
    {
      key: 'need',
      title: '怎么改',
      render: (f) => <span className="z-import-need">{f.row.faults[f.at]?.need}</span>,
    },
  ]
  return (
    <>
      <PlainTable
        rows={faults}
        rowKey={(f) => `${f.row.row} ${f.row.faults[f.at]?.column}`}
        columns={columns}
        empty={<EmptyState title="没有错" text="可以导入" />}
      />
      {faults.length > 0 && (
        <p className="z-caption z-import-note">
          直接在格子里改，按 Enter 核对，改对一行少一行。其余 {num(of.rows - of.bad)}{' '}
          行不受影响，导入后可在导入记录中整批撤回。
        </p>
      )}
    </>
  )
}

function Good({ rows, what, state }: { rows: readonly ImportRow[]; what: string; state: ImportRowState }) {
  const columns: readonly Column<ImportRow>[] = [
    { key: 'row', title: '表中行', align: 'right', width: 64, text: (r) => r.row },
    { key: 'label', title: what, text: (r) => r.label },
    ...(state === 'update'
      ? [
          {
            key: 'changes',
            title: '改动',
            render: (r: ImportRow) => (
              <span className="z-import-need z-import-change">
                {r.changes.map((c) => (
                  <span key={c.title}>
                    {c.title}：{c.from || '空'} → {c.to || '空'}
                  </span>
                ))}
              </span>
            ),
          },
        ]
      : []),
  ]
  const empty = state === 'update' ? '没有要更新的行' : state === 'new' ? '没有新增的行' : '没有相同的行'
  return (
    <PlainTable rows={rows} rowKey={(r) => r.row} columns={columns} empty={<EmptyState title={empty} />} />
  )
}
