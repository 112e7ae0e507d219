import { InputNumber, Segmented, Select } from 'antd'
import { useRef, useState } from 'react'
import { listPlaces } from '#features/places/contract.ts'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { instantText, unitText } from '#ui/format.ts'
import { useMe } from '#ui/me.ts'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useCall } from '#ui/query.ts'
import { ScanInput, type ScanOutcome } from '#ui/ScanInput.tsx'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import { Field } from './Field.tsx'
import { readOwed, takeEmpties } from './longTermContract.ts'
import './prescription.css'

/** Two people count what lies before them, by label or by lot. */
export function EmptiesCounter({ prescriptionId, onDone }: { prescriptionId: number; onDone: () => void }) {
  const me = useMe()
  const owed = useCall(readOwed, { prescriptionId })
  const bins = useCall(listPlaces, { kind: 'recovery', state: 'active', pageSize: 100 }).data?.rows ?? []
  const [bin, setBin] = useState<number>()
  const [by, setBy] = useState<'patient' | 'agent' | 'family'>('patient')
  const [codes, setCodes] = useState<readonly string[]>([])
  const [counts, setCounts] = useState<Readonly<Record<number, number>>>({})
  const latest = useRef(codes)
  latest.current = codes
  const rows = owed.data?.rows ?? []
  const lots = [...Map.groupBy(rows, (r) => r.lotId)].flatMap(([, of]) => {
    const [first] = of
    if (!first) return []
    const scanned = of.filter((r) => codes.includes(r.code)).length
    return [{ ...first, owed: of.reduce((n, r) => n + r.owed, 0), scanned }]
  })
  const binId = bin ?? bins.find((b) => b.department === me.department)?.placeId ?? bins[0]?.placeId
  const items = [
    ...codes.map((code) => ({ code })),
    ...Object.entries(counts).flatMap(([lotId, units]) =>
      units > 0 ? [{ lotId: Number(lotId), units }] : [],
    ),
  ]
  const total = codes.length + Object.values(counts).reduce((n, c) => n + c, 0)
  const input = { prescriptionId, binLocationId: binId ?? 0, broughtBy: by, items }
  const signed = useSigned(takeEmpties, input, {
    onDone: (r) => {
      toast(`${r.no} 已收回 ${total} 个，${r.stillOwed === 0 ? '全部交清' : `还欠 ${r.stillOwed} 个`}`)
      onDone()
    },
  })
  function scan(raw: string): Promise<ScanOutcome> {
    const row = rows.find((r) => r.code !== '' && r.code === raw.trim())
    if (!row)
      return Promise.resolve({
        kind: 'refuse',
        text: '不是发给这位患者的',
        code: raw,
        detail: '放在一边；没有标签的，在左边按批号填数量',
      })
    if (latest.current.includes(row.code))
      return Promise.resolve({ kind: 'repeat', text: '已扫过，不重复计数', code: row.code })
    setCodes((all) => [...all, row.code])
    return Promise.resolve({ kind: 'accept', text: `${row.name} 已收`, code: row.code })
  }
  const lack = [items.length === 0 && '扫标签或填数量', binId === undefined && '回收箱']
  return (
    <Columns widths="minmax(0, 1fr) 400px">
      <Card title="应交回" scope="按批号、数量清点" flush grow>
        <PlainTable
          rows={lots}
          rowKey={(r) => r.lotId}
          empty={<EmptyState title="都交清了" text={`${instantText(Date.now())} 没有欠的空安瓿、废贴`} />}
          columns={[
            { key: 'name', title: '药品', text: (r) => unitText(`${r.name} ${r.spec}`) },
            { key: 'lotNo', title: '批号', width: 130 },
            { key: 'container', title: '应交', width: 80 },
            { key: 'owed', title: '欠', width: 80, align: 'right', text: (r) => r.owed },
            { key: 'scanned', title: '已扫', width: 80, align: 'right', text: (r) => r.scanned },
            {
              key: 'count',
              title: '无标签点数',
              width: 130,
              align: 'right',
              render: (r) => (
                <span data-keep-focus>
                  <InputNumber
                    size="small"
                    min={0}
                    max={r.owed - r.scanned}
                    precision={0}
                    value={counts[r.lotId] ?? 0}
                    aria-label={`批号 ${r.lotNo} 点数`}
                    onChange={(n) => setCounts((all) => ({ ...all, [r.lotId]: n ?? 0 }))}
                  />
                </span>
              ),
            },
          ]}
        />
      </Card>
      <Column>
        <Card>
          <ScanInput title="扫单支标签" placeholder="扫描瓶上或贴上的标签" onScan={scan} />
        </Card>
        <Card title="收回签字" scope="两人当面清点" grow>
          <div className="rx-foot">
            <div className="rx-foot" data-keep-focus>
              <Field title="交回人">
                <Segmented
                  block
                  value={by}
                  onChange={setBy}
                  options={[
                    { value: 'patient', label: '患者' },
                    { value: 'agent', label: '代办人' },
                    { value: 'family', label: '家属' },
                  ]}
                />
              </Field>
              <Field title="回收箱">
                <Select
                  value={binId}
                  onChange={setBin}
                  options={bins.map((b) => ({ value: b.placeId, label: b.name }))}
                />
              </Field>
            </div>
            <TwoSignatures
              of={signed}
              title="收回"
              who="核对人"
              lack={lack}
              verb={total > 0 ? `收回 ${total} 个` : '收回'}
            />
          </div>
        </Card>
      </Column>
    </Columns>
  )
}
