import { z } from 'zod'
import { classTitle, drugClass, optionalText, text, type DrugClass } from '#core/contract.ts'
import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { Drug } from '#ui/Drug.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { toast } from '#ui/toast.tsx'

interface Row {
  no: string
  name: string
  spec: string
  drugClass: DrugClass
  mg: number
  stock: number
  state?: string
}

const rows: Row[] = [
  { no: 'NAR002', name: '盐酸吗啡注射液', spec: '1ml:10mg', drugClass: 'NAR', mg: 10, stock: 510 },
  {
    no: 'NAR018',
    name: '枸橼酸舒芬太尼注射液',
    spec: '2ml:100µg',
    drugClass: 'NAR',
    mg: 100,
    stock: 0,
    state: '停购',
  },
  { no: 'PS1005', name: '咪达唑仑注射液', spec: '2ml:10mg', drugClass: 'PS1', mg: 10, stock: 912 },
  {
    no: 'PRE001',
    name: '盐酸麻黄碱注射液',
    spec: '1ml:30mg',
    drugClass: 'PRE',
    mg: 30,
    stock: 40,
    state: '缺上限批文',
  },
]

const columns: Column<Row>[] = [
  { key: 'no', title: '编码', width: 90 },
  { key: 'name', title: '药品', render: (r) => <Drug of={r} />, text: (r) => r.name },
  { key: 'mg', title: '每支含量', align: 'right', render: (r) => <Quantity value={r.mg} unit="mg" /> },
  {
    key: 'stock',
    title: '库存',
    align: 'right',
    render: (r) => <Quantity value={r.stock} unit="支" strong />,
  },
  {
    key: 'state',
    title: '状态',
    width: 130,
    render: (r) =>
      r.state ? <StatusTag tone={r.state === '停购' ? 'grey' : 'amber'}>{r.state}</StatusTag> : '在用',
  },
  { key: 'act', title: '', width: 60, align: 'right', render: () => <a>编辑</a> },
]

const form = z.object({
  name: text(60).meta({ title: '通用名' }),
  spec: text(40).meta({ title: '规格' }),
  drugClass: drugClass.meta({ title: '管制分类' }),
  perBox: z.int().min(1).max(1000).meta({ title: '每盒支数' }),
  from: z.iso.date().meta({ title: '启用日期' }),
  recovers: z.boolean().default(true).meta({ title: '须回收空安瓿' }),
  note: optionalText(200).meta({ title: '备注' }),
})

export function Lists() {
  return (
    <div className="g-pair">
      <Card title="列表" scope={`${rows.length} 条`} flush>
        <PlainTable
          columns={columns}
          rows={rows}
          rowKey={(r) => r.no}
          current="PS1005"
          tone={(r) => (r.state === '缺上限批文' ? 'amber' : undefined)}
          onOpen={(r) => toast(r.name)}
        />
      </Card>
      <Card title="SchemaForm 表单">
        <SchemaForm
          schema={form}
          initial={{ name: '枸橼酸舒芬太尼注射液' }}
          titles={{ drugClass: classTitle }}
          submit="保存"
          onSubmit={() => toast('已保存')}
        />
      </Card>
    </div>
  )
}
