import { PrinterOutlined } from '@ant-design/icons'
import { useState } from 'react'
import type { OutputOf } from '#core/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Columns } from '#ui/Columns.tsx'
import type { Column as Col } from '#ui/column.ts'
import { Drug } from '#ui/Drug.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { FactList } from '#ui/FactList.tsx'
import { instantText } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { Link, useParams } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { ProofBadge } from '#ui/ProofBadge.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import {
  printPatientReturn,
  readPatientReturn,
  type PatientReturnDetail,
  type PatientReturnLine,
} from './contract.ts'
import { Sheet } from './Sheet.tsx'

const crumb = [{ title: '患者交回', to: '/patient-returns' }, { title: '交回单' }]
const columns: readonly Col<PatientReturnLine>[] = [
  { key: 'name', title: '药品', render: (r) => <Drug of={r} /> },
  { key: 'lotNo', title: '批号', width: 120 },
  { key: 'expiry', title: '有效期', width: 110 },
  {
    key: 'code',
    title: '单支码',
    width: 130,
    render: (r) => (r.code ? <TraceCode code={r.code} short /> : <span className="z-caption">无本院码</span>),
  },
  {
    key: 'units',
    title: '数量',
    width: 90,
    align: 'right',
    render: (r) => <Quantity value={r.units} unit={r.unit} strong />,
  },
]

export function Page() {
  const { id } = useParams()
  const { data: of, error, refetch } = useCall(readPatientReturn, { id: Number(id) })
  const [names, setNames] = useState<OutputOf<typeof printPatientReturn>>()
  const act = useAct(printPatientReturn, {
    onDone: (r) => {
      setNames(r)
      // The names must stand on the sheet before the printer looks at it.
      setTimeout(() => window.print(), 300)
    },
  })
  const may = useMay('patientReturn.work')
  return (
    <Frame
      fit
      title={of?.no ?? '交回单'}
      crumb={crumb}
      tag={
        of && <StatusTag tone={of.reversed ? 'grey' : 'green'}>{of.reversed ? '已红冲' : '已接收'}</StatusTag>
      }
      actions={
        may &&
        of && (
          <ActButton icon={<PrinterOutlined />} busy={act.busy} onClick={() => act.run({ id: of.id })}>
            打印凭据
          </ActButton>
        )
      }
    >
      {error && !of ? (
        <ErrorState title="没有读到交回单" error={error} retry={refetch} />
      ) : !of ? (
        <SkeletonRows rows={8} />
      ) : (
        <Columns widths="minmax(0, 1fr) 400px">
          <Card title="交回药品" scope="严禁再次使用" flush grow>
            <PlainTable columns={columns} rows={of.lines} rowKey={(r) => `${r.lotId}|${r.code}`} />
          </Card>
          <Facts of={of} />
        </Columns>
      )}
      {of && <Sheet of={of} names={names} />}
    </Frame>
  )
}

function Facts({ of }: { of: PatientReturnDetail }) {
  return (
    <Card
      title="交回"
      grow
      foot={
        <>
          <ProofBadge no={of.eventId} />
          <Link to={`/movements/${of.movementId}`}>这笔出入账</Link>
        </>
      }
    >
      <FactList
        items={[
          { label: '患者', value: `${of.patient}，病历号 ${of.recordNo}` },
          { label: '代办人', value: of.agent ?? '本人' },
          {
            label: '领用单',
            value: of.issueId ? <Link to={`/issues/${of.issueId}`}>{of.issueNo}</Link> : '没有',
          },
          { label: '原因', value: of.reason },
          { label: '接收', value: `${of.receivedBy} ${of.receivedTitle}` },
          { label: '核对', value: `${of.witnessedBy} ${of.witnessTitle}` },
          { label: '接收处', value: of.location },
          { label: '时间', value: instantText(of.receivedAt) },
        ]}
      />
    </Card>
  )
}
