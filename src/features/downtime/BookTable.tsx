import { Select } from 'antd'
import { useState } from 'react'
import { listPlaces } from '#features/places/contract.ts'
import { listStaff } from '#features/staff/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { bySpelling } from '#ui/bySpelling.ts'
import { Card } from '#ui/Card.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { shortInstant } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { Link } from '#ui/nav.tsx'
import { Panel } from '#ui/Panel.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { toast } from '#ui/toast.tsx'
import { giveForms, listBooks } from './contract.ts'
import { formText } from './rules.ts'

/** 应急单: numbered sheets that lie at each place for the next time. */
export function BookTable({ org }: { org: number | undefined }) {
  const may = useMay('downtime.work') && org === undefined
  const query = useCall(listBooks, org === undefined ? {} : { org })
  const [giving, setGiving] = useState(false)
  if (query.error) return <ErrorState error={query.error} retry={query.refetch} />
  if (!query.data) return <SkeletonRows rows={6} />
  return (
    <Card
      title="已发放的应急单"
      scope={`${query.data.rows.length} 本`}
      extra={may && <ActButton onClick={() => setGiving(true)}>发放应急单</ActButton>}
      flush
      grow
    >
      <PlainTable
        rows={query.data.rows}
        rowKey={(r) => r.bookId}
        empty={<EmptyState title="还没有发放应急单" text="每个储位发一本编号的空白单，停机时按号使用" />}
        columns={[
          { key: 'place', title: '储位', render: (r) => r.place },
          {
            key: 'range',
            title: '编号',
            render: (r) => (
              <span className="z-code">
                {formText(r.prefix, r.firstNo)} – {formText(r.prefix, r.lastNo)}
              </span>
            ),
          },
          { key: 'count', title: '张数', align: 'right', render: (r) => r.lastNo - r.firstNo + 1 },
          {
            key: 'next',
            title: '下一张空白',
            render: (r) =>
              r.nextNo === null ? '已用完' : <span className="z-code">{formText(r.prefix, r.nextNo)}</span>,
          },
          { key: 'givenTo', title: '领取', render: (r) => `${r.givenTo}，${shortInstant(r.givenAt)}` },
          {
            key: 'print',
            title: '',
            align: 'right',
            render: (r) => <Link to={`/downtime-forms/${r.bookId}`}>打印</Link>,
          },
        ]}
      />
      <GivePanel open={giving} onClose={() => setGiving(false)} />
    </Card>
  )
}

function GivePanel({ open, onClose }: { open: boolean; onClose: () => void }) {
  const places = useCall(listPlaces, open ? { state: 'active', pageSize: 500 } : undefined).data?.rows ?? []
  const mayStaff = useMay('staff.read')
  const staff = useCall(listStaff, open && mayStaff ? { pageSize: 500 } : undefined).data?.rows ?? []
  const act = useAct(giveForms, {
    onDone: () => {
      toast('已发放，可以打印')
      onClose()
    },
  })
  return (
    <Panel title="发放应急单" scope="编号不能重复，领取人保管" open={open} onClose={onClose} width={480}>
      <SchemaForm
        schema={giveForms.input}
        onSubmit={act.run}
        submit="发放"
        k="F10"
        busy={act.busy}
        {...(act.refused ? { refused: act.refused } : {})}
        fields={{
          placeId: (f) => (
            <Select
              id={f.id}
              showSearch={bySpelling}
              placeholder="请选择"
              value={f.value as number | undefined}
              onChange={f.onChange}
              options={places.map((p) => ({ value: p.placeId, label: p.name }))}
            />
          ),
          givenTo: (f) => (
            <Select
              id={f.id}
              showSearch={bySpelling}
              placeholder="请选择"
              value={f.value as number | undefined}
              onChange={f.onChange}
              options={staff.map((s) => ({ value: s.userId, label: `${s.name} ${s.title}` }))}
            />
          ),
        }}
      />
    </Panel>
  )
}
