import { Input } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { shortInstant, unitText } from '#ui/format.ts'
import { Link, useSearch } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { listOwn, stateItem, type OwnRow } from './contract.ts'
import { Steps } from './StepsCard.tsx'
import { ItemTag } from './words.tsx'
import './prescriptionReview.css'

const columns: readonly Column<OwnRow>[] = [
  { key: 'rxNo', title: '处方编号', width: 140, render: (r) => <span className="z-code">{r.rxNo}</span> },
  { key: 'writtenAt', title: '开具', width: 100, text: (r) => shortInstant(r.writtenAt) },
  { key: 'drugs', title: '药品', text: (r) => unitText(r.drugs) },
  { key: 'reviewNo', title: '点评批次', width: 140 },
  { key: 'state', title: '状态', width: 200, render: (r) => <ItemTag of={r} /> },
]

/** 点评说明: what was found in one's own prescriptions, and the answer to it. */
export function Page() {
  const [search, change] = useSearch()
  const chosen = Number(search['item']) || undefined
  return (
    <Frame fit title="点评说明" scope="本人处方的点评；不合理的在期限内说明，药学部负责人再审定">
      <DataTable
        endpoint={listOwn}
        columns={columns}
        rowKey={(r) => r.itemId}
        search="处方编号"
        tone={(r) => (r.state === 'stating' ? 'amber' : undefined)}
        onOpen={(r) => change({ item: String(r.itemId) })}
        empty="没有点评"
        emptyText="抽中的处方复核以后，在这里看到结论并说明"
        refetchInterval={30_000}
      />
      {chosen && <Answer itemId={chosen} onClose={() => change({ item: undefined })} />}
    </Frame>
  )
}

function Answer({ itemId, onClose }: { itemId: number; onClose: () => void }) {
  const row = useCall(listOwn, { pageSize: 500 }).data?.rows.find((r) => r.itemId === itemId)
  const [statement, setStatement] = useState('')
  const act = useAct(stateItem, { onDone: () => toast('已说明，待审定') })
  return (
    <Panel open onClose={onClose} title={row?.rxNo ?? '点评'} scope={row && unitText(row.drugs)} width={560}>
      {row && (
        <div className="pr-steps">
          <Link to={`/prescriptions/${row.prescriptionId}`}>打开处方</Link>
          <Steps steps={row.steps} />
          {row.state === 'stating' && (
            <div className="z-column">
              <Input.TextArea
                rows={4}
                maxLength={1000}
                aria-label="说明"
                placeholder="用药的理由；认可点评意见的也请写明"
                value={statement}
                onChange={(e) => setStatement(e.target.value)}
              />
              {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
              <ActButton
                kind="filled"
                k="F10"
                wide
                busy={act.busy}
                blocked={statement.trim() ? undefined : '说明'}
                onClick={() => act.run({ itemId, statement: statement.trim() })}
              >
                签字说明
              </ActButton>
            </div>
          )}
        </div>
      )}
    </Panel>
  )
}
