import { Input } from 'antd'
import { useState } from 'react'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import type { Column as Col } from '#ui/column.ts'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { num, shortInstant } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { Link, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import type { OutputOf } from '#core/contract.ts'
import { RecallSign } from './RecallSign.tsx'
import { findLots, whereIsLot, type PatientRow, type WhereRow } from './recallContract.ts'

type Lot = OutputOf<typeof findLots>['rows'][number]
const lotColumns: readonly Col<Lot>[] = [
  { key: 'name', title: '药品', render: (r) => <Drug of={r} /> },
  { key: 'lotNo', title: '批号', width: 120 },
  { key: 'expiry', title: '有效期', width: 110 },
  {
    key: 'insideUnits',
    title: '院内',
    width: 90,
    align: 'right',
    render: (r) => <Quantity value={r.insideUnits} unit={r.unit} strong />,
  },
]

/** 批号召回: where every unit of a lot is, and all of it out of use in one act. */
export function Page() {
  const [search, change] = useSearch()
  const [chosen, setChosen] = useState<number>()
  const input = search['org'] ? { org: Number(search['org']) } : {}
  const lots = useCall(findLots, search['q'] ? { q: search['q'], ...input } : undefined).data?.rows
  const lotId = chosen ?? (lots?.length === 1 ? lots[0]?.lotId : undefined)
  return (
    <Frame
      fit
      title="批号召回"
      crumb={[{ title: '待查', to: '/quarantine' }, { title: '召回' }]}
      scope="批号在哪个储位、谁手里、用给了谁，一处看全（438 号第二十五条）"
      actions={
        <Input.Search
          allowClear
          style={{ width: 320 }}
          defaultValue={search['q'] ?? ''}
          placeholder="批号，或扫任一盒、任一支的码"
          aria-label="批号或追溯码"
          onSearch={(q) => {
            setChosen(undefined)
            change({ q: q.trim() || undefined })
          }}
        />
      }
    >
      {!lots && <EmptyState title="输入召回通知上的批号" text="也可以扫任一盒或单支码" />}
      {lots && lots.length === 0 && <EmptyState title="本院没有这个批号" text="没有入过账，无需召回" />}
      {lots && lots.length > 1 && (
        <Card title="批号" scope="同批号的品种，点一行查看" flush>
          <PlainTable
            columns={lotColumns}
            rows={lots}
            rowKey={(r) => r.lotId}
            current={lotId}
            onOpen={(r) => setChosen(r.lotId)}
          />
        </Card>
      )}
      {lotId !== undefined && <Where lotId={lotId} />}
    </Frame>
  )
}

const kinds: Record<string, string> = {
  location: '在库',
  transit: '在途',
  custody: '在手',
  quarantine: '待查',
  returned: '患者交回',
  empties: '回收箱',
  patient: '已用于患者',
  disposed: '弃去',
  destroyed: '已销毁',
  lost: '损失',
  borrowed: '借出',
}

function Where({ lotId }: { lotId: number }) {
  const may = useMay('quarantine.work')
  const of = useCall(whereIsLot, { lotId }).data
  if (!of) return null
  const columns: readonly Col<WhereRow>[] = [
    { key: 'kind', title: '去处', width: 100, text: (r) => kinds[r.kind] ?? r.kind },
    {
      key: 'account',
      title: '账户',
      text: (r) => (r.holder ? `${r.holder}　${r.causeNo ?? r.account}` : r.account),
    },
    {
      key: 'units',
      title: '整支',
      width: 80,
      align: 'right',
      render: (r) => <Quantity value={r.units} unit={of.unit} strong />,
    },
    {
      key: 'content',
      title: '药液',
      width: 100,
      align: 'right',
      render: (r) => <Quantity value={r.content} unit={of.contentUnit} />,
    },
    {
      key: 'containers',
      title: '空容器',
      width: 80,
      align: 'right',
      render: (r) => <Quantity value={r.containers} unit="个" />,
    },
    { key: 'codes', title: '码', width: 60, align: 'right', render: (r) => <Quantity value={r.codes} /> },
  ]
  const patients: readonly Col<PatientRow>[] = [
    {
      key: 'no',
      title: '领用单、处方',
      width: 140,
      render: (r) => <Link to={`/${r.kind}s/${r.subjectId}`}>{r.no}</Link>,
    },
    { key: 'patient', title: '患者', width: 80 },
    { key: 'recordNo', title: '病历号', width: 120 },
    { key: 'doctor', title: '医师', width: 90 },
    { key: 'at', title: '用药、取药', text: (r) => shortInstant(r.at) },
    {
      key: 'units',
      title: '整支',
      width: 80,
      align: 'right',
      render: (r) => <Quantity value={r.units} unit={of.unit} />,
    },
    {
      key: 'content',
      title: '药液',
      width: 100,
      align: 'right',
      render: (r) => <Quantity value={r.content} unit={of.contentUnit} />,
    },
  ]
  const inStock = of.rows.filter((r) => r.kind === 'location').reduce((n, r) => n + r.units, 0)
  return (
    <Columns widths="minmax(0, 1fr) 400px">
      <Column>
        <Card title="现在在哪" scope={`${of.name} ${of.lotNo}，共收 ${num(of.received)} ${of.unit}`} flush>
          <PlainTable columns={columns} rows={of.rows} rowKey={(r) => r.accountId} />
        </Card>
        <Card title="用过、领走的患者" scope={`${of.patients.length} 人次`} flush grow>
          <PlainTable
            columns={patients}
            rows={of.patients}
            rowKey={(r) => `${r.kind} ${r.subjectId}`}
            empty={<EmptyState title="还没有用于患者" />}
          />
        </Card>
      </Column>
      {may && <RecallSign lotId={lotId} lotNo={of.lotNo} units={inStock} unit={of.unit} rows={of.rows} />}
    </Columns>
  )
}
