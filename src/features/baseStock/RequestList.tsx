import { Input } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { Drug } from '#ui/Drug.tsx'
import { FactList } from '#ui/FactList.tsx'
import { instantText, shortInstant } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useAct } from '#ui/query.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import { toast } from '#ui/toast.tsx'
import { decideBase, listBaseRequests, requestStateTitle, withdrawBase, type RequestRow } from './contract.ts'

const tones = { waiting: 'amber', approved: 'green', refused: 'red', withdrawn: 'grey' } as const

const summary = (r: RequestRow) =>
  r.lines.map((l) => `${l.name} ${l.was === null ? '' : `${l.was} → `}${l.units} ${l.unit}`).join('、')

const columns: readonly Column<RequestRow>[] = [
  { key: 'no', title: '单号', width: 150 },
  { key: 'place', title: '储位', width: 150 },
  { key: 'lines', title: '基数', text: summary },
  { key: 'effectiveFrom', title: '生效日期', width: 110 },
  { key: 'requestedBy', title: '申请人', width: 80 },
  {
    key: 'requestedAt',
    title: '申请时间',
    width: 110,
    render: (r) => shortInstant(r.requestedAt),
    exportText: (r) => instantText(r.requestedAt),
  },
  {
    key: 'decidedBy',
    title: '批准人',
    width: 80,
    text: (r) => (r.state === 'withdrawn' ? '' : (r.decidedBy ?? '')),
  },
  {
    key: 'state',
    title: '状态',
    width: 90,
    render: (r) => <StatusTag tone={tones[r.state]}>{requestStateTitle[r.state]}</StatusTag>,
    exportText: (r) => requestStateTitle[r.state],
  },
]

/** 基数申请: what was asked for, and what was decided; nothing that was decided is ever edited. */
export function RequestList({ org }: { org: { org?: number } }) {
  const [open, setOpen] = useState<RequestRow>()
  return (
    <>
      <DataTable
        endpoint={listBaseRequests}
        input={org}
        columns={columns}
        rowKey={(r) => r.id}
        search="单号、储位、申请人"
        filters={[
          {
            key: 'state',
            title: '全部状态',
            options: Object.entries(requestStateTitle).map(([value, text]) => ({ value, text })),
          },
        ]}
        tone={(r) => (r.state === 'waiting' ? 'amber' : undefined)}
        onOpen={setOpen}
        exportName="基数申请"
        empty="还没有基数申请"
        emptyText="按右上角申请基数"
      />
      <Panel
        title={open?.no}
        scope={open?.place}
        open={open !== undefined}
        onClose={() => setOpen(undefined)}
      >
        {open && <Request key={open.id} of={open} onDone={() => setOpen(undefined)} />}
      </Panel>
    </>
  )
}

const lineColumns: readonly Column<RequestRow['lines'][number]>[] = [
  { key: 'drug', title: '药品', render: (l) => <Drug of={l} /> },
  {
    key: 'was',
    title: '现行基数',
    width: 90,
    align: 'right',
    render: (l) =>
      l.was === null ? <span className="z-caption">没有</span> : <Quantity value={l.was} unit={l.unit} />,
  },
  {
    key: 'units',
    title: '申请基数',
    width: 90,
    align: 'right',
    render: (l) => <Quantity value={l.units} unit={l.unit} strong />,
  },
  {
    key: 'minUnits',
    title: '最低存量',
    width: 90,
    align: 'right',
    render: (l) => <Quantity value={l.minUnits} unit={l.unit} />,
  },
]

function Request({ of, onDone }: { of: RequestRow; onDone: () => void }) {
  const me = useMe()
  const mayApprove = useMay('baseStock.approve') && of.orgId === me.org.orgId
  const waiting = of.state === 'waiting'
  return (
    <div className="z-form">
      <FactList
        items={[
          { label: '申请', value: `${of.requestedBy}　${instantText(of.requestedAt)}` },
          { label: '原因', value: of.reason },
          { label: '生效', value: of.effectiveAt ? instantText(of.effectiveAt) : of.effectiveFrom },
          ...(of.decidedBy
            ? [
                {
                  label: requestStateTitle[of.state],
                  value: `${of.decidedBy}　${of.decidedAt ? instantText(of.decidedAt) : ''}　${of.decisionNote ?? ''}`,
                },
              ]
            : []),
        ]}
      />
      <PlainTable columns={lineColumns} rows={of.lines} rowKey={(l) => l.drugId} />
      {waiting && mayApprove && <Decide of={of} onDone={onDone} />}
      {waiting && of.requestedById === me.userId && <Withdraw of={of} onDone={onDone} />}
    </div>
  )
}

function Decide({ of, onDone }: { of: RequestRow; onDone: () => void }) {
  const me = useMe()
  const [note, setNote] = useState('')
  const act = useAct(decideBase, { onDone })
  const own = of.requestedById === me.userId ? '另一位负责人' : undefined
  const decide = (approve: boolean) =>
    act.run({ id: of.id, approve, note: note.trim() || undefined }).then((done) => {
      if (done) toast(approve ? `${of.no} 已批准` : `${of.no} 已退回`)
    })
  return (
    <>
      <Input
        aria-label="意见"
        placeholder="意见；不批准时必填"
        value={note}
        maxLength={200}
        onChange={(e) => setNote(e.target.value)}
      />
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <div className="z-form-foot">
        <ActButton
          kind="red"
          busy={act.busy}
          blocked={own ?? (note.trim() ? undefined : '不批准的原因')}
          onClick={() => decide(false)}
        >
          不批准
        </ActButton>
        <ActButton kind="filled" k="F10" busy={act.busy} blocked={own} onClick={() => decide(true)}>
          批准
        </ActButton>
      </div>
    </>
  )
}

function Withdraw({ of, onDone }: { of: RequestRow; onDone: () => void }) {
  const act = useAct(withdrawBase, {
    onDone: () => {
      toast(`${of.no} 已撤回`)
      onDone()
    },
  })
  return (
    <div className="z-form-foot">
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <ActButton kind="red" busy={act.busy} onClick={() => act.run({ id: of.id })}>
        撤回申请
      </ActButton>
    </div>
  )
}
