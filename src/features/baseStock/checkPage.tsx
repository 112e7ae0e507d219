import { Input, InputNumber, Segmented } from 'antd'
import { useState } from 'react'
import type { OutputOf } from '#core/contract.ts'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { Drug } from '#ui/Drug.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { dateText } from '#ui/format.ts'
import { go, useParams } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import { checkItems, checkItemTitle, readCheckForm, signCheck, type CheckItem } from './checkContract.ts'
import './base.css'

type Form = OutputOf<typeof readCheckForm>
const crumb = [
  { title: '基数管理', to: '/base-stock' },
  { title: '月检查', to: '/base-stock?tab=checks' },
  { title: '检查' },
]

/** 月检查: nine things to look at, every lot counted, signed by the pharmacy and somebody of the ward. */
export function Page() {
  const placeId = Number(useParams()['id'])
  const read = useCall(readCheckForm, { placeId })
  if (!read.data) {
    return (
      <Frame title="月检查" crumb={crumb}>
        {read.error ? <ErrorState error={read.error} retry={read.refetch} /> : <SkeletonRows rows={10} />}
      </Frame>
    )
  }
  return <Work key={placeId} form={read.data} />
}

interface Looked {
  readonly good: boolean
  readonly note: string
}

function Work({ form }: { form: Form }) {
  const [items, setItems] = useState<Partial<Record<CheckItem, Looked>>>({})
  const [counts, setCounts] = useState<Record<number, number>>({})
  const [found, setFound] = useState('')
  const input = {
    placeId: form.placeId,
    month: form.month,
    items: checkItems.map((item) => ({
      item,
      good: items[item]?.good ?? false,
      note: items[item]?.note.trim() || undefined,
    })),
    lines: form.lines.map((l) => ({ lotId: l.lotId, counted: counts[l.lotId] ?? 0 })),
    found: found.trim() || undefined,
  }
  const signed = useSigned(signCheck, input, {
    onDone: ({ id, no }) => {
      toast(`${no} 已签字`)
      go(`/base-checks/${id}`)
    },
  })
  const unlooked = checkItems.filter((i) => !items[i]).length
  const unsaid = checkItems.filter((i) => items[i] && !items[i].good && !items[i].note.trim()).length
  const uncounted = form.lines.filter((l) => counts[l.lotId] === undefined).length
  const differs = form.lines.some((l) => counts[l.lotId] !== undefined && counts[l.lotId] !== l.book)
  const lack = [
    unlooked > 0 && `${unlooked} 项没有查`,
    unsaid > 0 && `${unsaid} 项不合格的说明`,
    uncounted > 0 && `${uncounted} 批没有点`,
    differs && !found.trim() && '数量不符的发现',
  ]
  return (
    <Frame
      title={`${form.place} ${form.month.slice(0, 7)} 月检查`}
      crumb={crumb}
      facts={[{ label: '科室', value: form.department ?? '无' }]}
      fit
    >
      <Columns widths="minmax(0, 1fr) 400px">
        <Column>
          <Card title="检查项目" scope={`${checkItems.length} 项`}>
            {checkItems.map((item) => (
              <Item
                key={item}
                item={item}
                of={items[item]}
                onChange={(to) => setItems({ ...items, [item]: to })}
              />
            ))}
          </Card>
          <Card title="清点" scope={`${form.lines.length} 批`} flush grow>
            <Counts
              form={form}
              counts={counts}
              onCount={(lotId, n) => setCounts({ ...counts, [lotId]: n })}
            />
          </Card>
        </Column>
        <Card title="检查签字" scope="药学部和科室各自签字" grow>
          <div className="z-column">
            <TwoSignatures of={signed} title="检查" who="科室人员" lack={lack} verb="签字月检查" size="large">
              <Input.TextArea
                aria-label="发现"
                placeholder="发现的问题和要求，数量不符时必填"
                value={found}
                maxLength={500}
                rows={4}
                onChange={(e) => setFound(e.target.value)}
              />
            </TwoSignatures>
          </div>
        </Card>
      </Columns>
    </Frame>
  )
}

function Item({
  item,
  of,
  onChange,
}: {
  item: CheckItem
  of: Looked | undefined
  onChange: (to: Looked) => void
}) {
  return (
    <div className="bs-check-item" data-keep-focus>
      <span>{checkItemTitle[item]}</span>
      {/* Without a value of its own it would show the first as chosen before anybody has looked. */}
      <Segmented<string>
        size="small"
        aria-label={checkItemTitle[item]}
        value={of === undefined ? '' : of.good ? '合格' : '不合格'}
        options={['合格', '不合格']}
        onChange={(v) => onChange({ note: of?.note ?? '', good: v === '合格' })}
      />
      <Input
        size="small"
        aria-label={`${checkItemTitle[item]}说明`}
        placeholder={of && !of.good ? '不合格的情况' : '说明，可不填'}
        value={of?.note ?? ''}
        maxLength={200}
        disabled={!of}
        onChange={(e) => of && onChange({ ...of, note: e.target.value })}
      />
    </div>
  )
}

interface CountProps {
  form: Form
  counts: Readonly<Record<number, number>>
  onCount: (lotId: number, n: number) => void
}

function Counts({ form, counts, onCount }: CountProps) {
  return (
    <div className="z-table-wrap" data-keep-focus>
      <table className="z-table">
        <thead>
          <tr>
            <th>药品</th>
            <th>批号</th>
            <th>有效期</th>
            <th data-align="right">基数</th>
            <th data-align="right">账面</th>
            <th data-align="right">实点</th>
            <th data-align="right">差异</th>
          </tr>
        </thead>
        <tbody>
          {form.lines.map((l) => {
            const n = counts[l.lotId]
            const by = n === undefined ? null : n - l.book
            return (
              <tr key={l.lotId} className={by ? 'z-tone-red' : undefined}>
                <td>
                  <Drug of={l} />
                </td>
                <td>{l.lotNo}</td>
                <td>{dateText(l.expiry)}</td>
                <td data-align="right">{l.baseUnits === null ? '' : <Quantity value={l.baseUnits} />}</td>
                <td data-align="right">
                  <Quantity value={l.book} unit={l.unit} />
                </td>
                <td data-align="right">
                  <InputNumber
                    size="small"
                    style={{ width: 80 }}
                    min={0}
                    precision={0}
                    value={n ?? null}
                    aria-label={`批号 ${l.lotNo} 实点`}
                    onChange={(v) => v !== null && onCount(l.lotId, v)}
                  />
                </td>
                <td data-align="right">
                  {by === null ? (
                    ''
                  ) : (
                    <Quantity value={by} signed strong={by !== 0} {...(by ? { tone: 'red' as const } : {})} />
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
