import { useState } from 'react'
import { importStateTitle, type ImportEndpoints, type ImportSummary } from '#core/imports/contract.ts'
import { callUrl } from './call.ts'
import { Card } from './Card.tsx'
import type { Column } from './column.ts'
import { EmptyState } from './EmptyState.tsx'
import { num, shortInstant } from './format.ts'
import { allBatches } from './import-batches.ts'
import { Notice } from './Notice.tsx'
import { PlainTable } from './PlainTable.tsx'
import { refresh, useAct, useCall } from './query.ts'
import { ReasonButton } from './ReasonButton.tsx'
import { refusedText } from './refused.ts'
import { StatusTag } from './StatusTag.tsx'
import { toast } from './toast.tsx'

interface Props {
  what: string
  endpoints: ImportEndpoints
  undone: string
}

/** Before a file is chosen: the template, what may stand in each column, and the imports so far. */
export function ImportPast({ what, endpoints, undone }: Props) {
  const query = useCall(endpoints.columns, {})
  const withdraw = useAct(endpoints.withdraw, { onDone: () => toast('已整批撤回') })
  const [refused, setRefused] = useState<string>()
  async function goOn(of: ImportSummary) {
    setRefused(undefined)
    const input = { importId: of.importId, acceptGood: true, acceptUpdates: true }
    await allBatches(endpoints, input, () => {}).catch((error: unknown) => setRefused(refusedText(error)))
    void refresh()
  }
  const told = withdraw.refused?.text ?? refused
  const columns: readonly Column<ImportSummary>[] = [
    { key: 'at', title: '时间', width: 96, text: (r) => shortInstant(r.createdAt) },
    { key: 'file', title: '文件', text: (r) => r.fileName },
    { key: 'by', title: '经办人', width: 72, text: (r) => r.createdBy },
    { key: 'written', title: '写入', align: 'right', width: 72, text: (r) => `${num(r.written)} 行` },
    { key: 'state', title: '状态', width: 88, render: (r) => <State of={r} /> },
    {
      key: 'act',
      title: '',
      align: 'right',
      width: 150,
      render: (r) => (
        <span style={{ display: 'inline-flex', gap: 8, justifyContent: 'flex-end' }}>
          {r.state === 'running' && (
            <button type="button" className="z-link" onClick={() => void goOn(r)}>
              继续导入
            </button>
          )}
          {(r.state === 'done' || r.state === 'running') && (
            <ReasonButton
              verb="整批撤回"
              hint={`${undone}，更新的改回原样；已被业务用到的不能撤`}
              onConfirm={(reason) => withdraw.run({ importId: r.importId, reason })}
            />
          )}
        </span>
      ),
    },
  ]
  return (
    <>
      <span className="z-caption">
        列名不必一样，常见叫法都认得；下载模板：
        <a href={callUrl(endpoints.template, { format: 'xlsx' })} download={`${what}导入模板.xlsx`}>
          .xlsx
        </a>
        {' · '}
        <a href={callUrl(endpoints.template, { format: 'csv' })} download={`${what}导入模板.csv`}>
          .csv
        </a>
      </span>
      {told && <Notice tone="red">{told}</Notice>}
      {query.data && (
        <>
          <Card title="导入记录" flush>
            <PlainTable
              rows={query.data.past}
              rowKey={(r) => r.importId}
              columns={columns}
              empty={<EmptyState title="还没有导入过" />}
            />
          </Card>
          <Card title="可填的列" scope={`${query.data.columns.length} 列，带 * 的新增时必填`} flush>
            <PlainTable
              rows={query.data.columns}
              rowKey={(r) => r.key}
              columns={[
                { key: 'title', title: '列', width: 130, text: (r) => r.title + (r.required ? ' *' : '') },
                {
                  key: 'allowed',
                  title: '可填内容',
                  render: (r) => <span className="z-import-need">{r.allowed}</span>,
                },
                { key: 'example', title: '例', text: (r) => r.example },
              ]}
            />
          </Card>
        </>
      )}
    </>
  )
}

function State({ of }: { of: ImportSummary }) {
  if (of.state === 'running') return <StatusTag tone="amber">{importStateTitle.running}</StatusTag>
  if (of.state === 'withdrawn') return <StatusTag tone="grey">{importStateTitle.withdrawn}</StatusTag>
  return <>{importStateTitle[of.state]}</>
}
