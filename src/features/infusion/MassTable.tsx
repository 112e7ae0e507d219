import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { num, unitText } from '#ui/format.ts'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import type { PumpDetail, PumpDrug } from './contract.ts'

interface Row {
  readonly key: string
  readonly drug: PumpDrug
  /** An ampoule of it; absent: the drug's sum. */
  readonly ampoule?: PumpDetail['contents'][number]
}

const rowsOf = (of: PumpDetail): Row[] =>
  of.drugs.flatMap((drug) => [
    { key: String(drug.drugId), drug },
    ...of.contents
      .filter((c) => c.drugId === drug.drugId)
      .map((ampoule) => ({ key: `${ampoule.lotId}/${ampoule.code}`, drug, ampoule })),
  ])

const figure = (key: 'filled' | 'given' | 'wasted' | 'other' | 'held', title: string): Column<Row> => ({
  key,
  title,
  width: 92,
  align: 'right',
  render: ({ drug, ampoule }) => (
    <Quantity
      value={(ampoule ?? drug)[key]}
      {...(ampoule ? {} : { unit: drug.contentUnit, strong: true })}
      {...(key === 'held' && (ampoule ?? drug).held > 0 ? { tone: 'amber' as const } : {})}
    />
  ),
})

/** 配入 = 已输 + 弃去 + 其他 + 在泵, for each drug and each ampoule of it: the figures are the ledger's. */
export function MassTable({ of }: { of: PumpDetail }) {
  const left = of.state === 'running' ? '在泵' : '余液'
  const columns: Column<Row>[] = [
    {
      key: 'what',
      title: '药品、单支',
      render: ({ drug, ampoule }) =>
        ampoule ? (
          <span className="inf-ampoule">
            {ampoule.code ? <TraceCode code={ampoule.code} short /> : '无码'}
            <small>批号 {ampoule.lotNo}</small>
          </span>
        ) : (
          <b>{`${drug.name} ${unitText(drug.spec)}`}</b>
        ),
    },
    figure('filled', '配入'),
    figure('given', '已输'),
    figure('wasted', '弃去'),
    figure('other', '留样、续配'),
    figure('held', left),
  ]
  const [first] = of.drugs
  const sum = first
    ? `${num(first.filled)} = ${num(first.given)} + ${num(first.wasted)} + ${num(first.other)} + ${num(first.held)} ${unitText(first.contentUnit)}`
    : ''
  return (
    <Card title="药液平衡" scope={`配入 = 已输 + 弃去 + 留样、续配 + ${left}`} extra={sum} flush>
      <PlainTable columns={columns} rows={rowsOf(of)} rowKey={(r) => r.key} />
    </Card>
  )
}
