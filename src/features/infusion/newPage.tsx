import { AutoComplete, Input, InputNumber, Segmented, Select } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { clockOf } from '#ui/date-entry.ts'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { dateText, num, unitText } from '#ui/format.ts'
import { Labelled } from '#ui/Labelled.tsx'
import { go, useSearch } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { ScanInput, type ScanOutcome } from '#ui/ScanInput.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { toast } from '#ui/toast.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import {
  diluents,
  fillable,
  fillPump,
  pumpRoutes,
  readOne,
  type Fillable,
  type PumpDetail,
} from './contract.ts'
import { mlText, pumpModeTitle, type PumpMode } from './rules.ts'
import './infusion.css'

const crumb = [{ title: '泵注监测', to: '/infusions' }, { title: '配泵' }]
type Ampoule = Fillable['contents'][number]
const keyOf = (a: Ampoule) => `${a.lotId}/${a.code}`

/** 配泵: from opened ampoules in one's own hand into one pump. */
export function Page() {
  const [search] = useSearch()
  const issueId = Number(search['issue']) || undefined
  const previousId = Number(search['previous']) || undefined
  const read = useCall(fillable, issueId === undefined ? undefined : { issueId })
  const previous = useCall(readOne, previousId === undefined ? undefined : { id: previousId })
  const of = read.data
  const body = () => {
    if (issueId === undefined) return <Notice tone="amber">请从手术病例或领用单进入。</Notice>
    if (read.error && !of) return <ErrorState error={read.error} retry={read.refetch} />
    if (!of || (previousId !== undefined && !previous.data && !previous.error))
      return <SkeletonRows rows={8} />
    if (of.contents.length === 0)
      return <EmptyState title="没有可配泵的药液" text="先在领用单开启安瓿；已在泵里的不能再配" />
    return <Work issueId={issueId} of={of} {...(previous.data ? { previous: previous.data } : {})} />
  }
  return (
    <Frame
      title={previousId === undefined ? '配泵' : '续配'}
      crumb={crumb}
      {...(of
        ? {
            no: of.issueNo,
            scope: of.title,
            facts: [
              { label: '患者', value: of.patientName },
              { label: '领用人', value: of.holder },
            ],
          }
        : {})}
    >
      {body()}
    </Frame>
  )
}

interface Typed {
  readonly deviceNo: string
  readonly place: string
  readonly mode: PumpMode
  readonly diluent: string
  readonly total: number | null
  readonly rate: number | null
  readonly bolus: number | null
  readonly lockout: number | null
  readonly route: (typeof pumpRoutes)[number]
  readonly doctor: number
  readonly time: string
}

const routeOf = (said: string | undefined): Typed['route'] => pumpRoutes.find((r) => r === said) ?? '静脉泵注'
const ml = (ul: number | null | undefined): number | null => (ul ? ul / 1000 : null)

/** A refill begins as the pump before it stood. */
const startOf = (of: Fillable, p: PumpDetail | undefined): Typed => ({
  deviceNo: p?.deviceNo ?? '',
  place: p?.place ?? of.place,
  mode: p?.mode ?? 'continuous',
  diluent: p?.diluent ?? diluents[0],
  total: p ? ml(p.totalUl) : 50,
  rate: ml(p?.rateUlH),
  bolus: ml(p?.bolusUl),
  lockout: p?.lockoutMinutes ?? null,
  route: routeOf(p?.route),
  doctor: of.doctorId,
  time: '',
})

/** The clock on the wall, the last time that it stood so. */
function instantOf(time: string, since: string): string | undefined {
  const clock = clockOf(time)
  if (!clock) return undefined
  const today = Date.parse(`${dateText(Date.now())}T${clock}:00+08:00`)
  const at = today > Date.now() ? today - 86_400_000 : today
  const from = Date.parse(since)
  return new Date(at < from && from - at < 60_000 ? from : at).toISOString()
}

interface WorkProps {
  issueId: number
  of: Fillable
  previous?: PumpDetail
}

function useFill({ issueId, of, previous }: WorkProps) {
  const [amounts, setAmounts] = useState<Readonly<Record<string, number>>>({})
  const [t, setTyped] = useState(() => startOf(of, previous))
  const set = (part: Partial<Typed>) => setTyped((old) => ({ ...old, ...part }))
  const setAmount = (a: Ampoule) => (n: number) => setAmounts((old) => ({ ...old, [keyOf(a)]: n }))
  const amount = (a: Ampoule) => amounts[keyOf(a)] ?? 0
  const chosen = of.contents.filter((a) => amount(a) > 0)
  const pca = t.mode === 'pca'
  const act = useAct(fillPump, {
    onDone: (r) => {
      toast(`${r.no} 已配泵，开始运行`)
      go(`/infusions/${r.id}`)
    },
  })
  const lack = [
    chosen.length === 0 && '配入的药液',
    !t.deviceNo.trim() && '泵号',
    !t.place.trim() && '地点',
    !t.total && '总量',
    !pca && !t.rate && '速度',
    pca && !t.bolus && '单次量',
    pca && !t.lockout && '锁定时间',
    t.time.trim() !== '' && !clockOf(t.time) && '时间，写成 11:05',
  ].filter(Boolean)
  const send = () =>
    act.run({
      issueId,
      ...(previous ? { previousId: previous.id } : {}),
      contents: chosen.map((a) => ({
        ...(a.code ? { code: a.code } : { lotId: a.lotId }),
        content: amount(a),
      })),
      deviceNo: t.deviceNo.trim(),
      place: t.place.trim(),
      mode: t.mode,
      diluent: t.diluent.trim() || diluents[0],
      totalUl: Math.round((t.total ?? 0) * 1000),
      rateUlH: Math.round((t.rate ?? 0) * 1000),
      ...(pca ? { bolusUl: Math.round((t.bolus ?? 0) * 1000), lockoutMinutes: t.lockout ?? undefined } : {}),
      route: t.route,
      prescribedBy: t.doctor,
      startedAt: instantOf(t.time, of.issuedAt),
    })
  return { t, set, amount, setAmount, chosen, pca, act, lack, send }
}

type Fill = ReturnType<typeof useFill>

function Work(props: WorkProps) {
  const f = useFill(props)
  const { of } = props
  async function scan(raw: string): Promise<ScanOutcome> {
    const text = raw.replace(/^\][A-Za-z]\d/, '').replace(/\s/g, '')
    const found = of.contents.find((a) => a.code === text)
    if (!found)
      return { kind: 'refuse', text: '这支不在可配之列', detail: '只能配下面列出的，已在泵里的不能再配' }
    if (f.amount(found) > 0) return { kind: 'repeat', text: '已选', code: found.code }
    f.setAmount(found)(found.free)
    return { kind: 'accept', text: '全部配入', code: found.code }
  }
  return (
    <Columns widths="minmax(0, 1fr) 460px">
      <Card title="配入的药液" scope="扫单支标签即全部配入，也可改数量">
        <ScanInput title="扫单支标签" placeholder="扫要配入的那支" onScan={scan} />
        <div className="inf-rows">
          {of.contents.map((a) => (
            <Line key={keyOf(a)} a={a} value={f.amount(a)} onChange={f.setAmount(a)} />
          ))}
        </div>
      </Card>
      <Column>
        <Card title="泵和医嘱">
          <Settings of={of} f={f} />
        </Card>
      </Column>
    </Columns>
  )
}

function Line({ a, value, onChange }: { a: Ampoule; value: number; onChange: (n: number) => void }) {
  const unit = unitText(a.contentUnit)
  return (
    <div className="inf-row">
      <span>
        <Drug of={a} />
        <span className="z-caption">
          {a.code ? <TraceCode code={a.code} short /> : '无码'}
          <span>{`批号 ${a.lotNo}，可配 ${num(a.free)} ${unit}`}</span>
        </span>
      </span>
      <InputNumber
        aria-label={`${a.name} ${a.code} 配入量`}
        min={0}
        max={a.free}
        precision={0}
        controls={false}
        inputMode="numeric"
        placeholder="0"
        suffix={unit}
        value={value || null}
        onChange={(n) => onChange(n ?? 0)}
      />
      <button type="button" className="z-link" onClick={() => onChange(a.free)}>
        全部
      </button>
    </div>
  )
}

/** How strong it becomes, drug by drug, and how much of it is diluent. */
function strengths(f: Fill): string {
  const { total } = f.t
  if (!total || f.chosen.length === 0) return ''
  const sums = new Map<number, { a: Ampoule; content: number }>()
  for (const a of f.chosen)
    sums.set(a.drugId, { a, content: (sums.get(a.drugId)?.content ?? 0) + f.amount(a) })
  const drugUl = f.chosen.reduce(
    (n, a) => n + (a.volumeUl && a.contentPerUnit ? (f.amount(a) * a.volumeUl) / a.contentPerUnit : 0),
    0,
  )
  const words = [...sums.values()].map(({ a, content }) => {
    const unit = unitText(a.contentUnit)
    return `${a.name} ${num(content)} ${unit}，${num(Math.round((content * 1000) / total) / 1000)} ${unit}/ml`
  })
  const rest = Math.round(total * 1000 - drugUl)
  return `${words.join('；')}。${rest >= 0 ? `原液约 ${mlText(drugUl)} ml，加稀释液约 ${mlText(rest)} ml` : `原液约 ${mlText(drugUl)} ml，已多于总量，请核对`}`
}

function Settings({ of, f }: { of: Fillable; f: Fill }) {
  const { t, set } = f
  const volume = (name: string, value: number | null, max: number, onChange: (n: number | null) => void) => (
    <InputNumber
      aria-label={name}
      controls={false}
      inputMode="decimal"
      min={0}
      max={max}
      value={value}
      onChange={onChange}
    />
  )
  const said = strengths(f)
  return (
    <div className="inf-form">
      <Segmented<PumpMode>
        block
        value={t.mode}
        options={(['continuous', 'pca'] as const).map((value) => ({ value, label: pumpModeTitle[value] }))}
        onChange={(mode) => set({ mode })}
      />
      <div className="inf-pair">
        <Labelled title="泵号">
          <Input
            aria-label="泵号"
            maxLength={30}
            placeholder="泵身编号"
            value={t.deviceNo}
            onChange={(e) => set({ deviceNo: e.target.value })}
          />
        </Labelled>
        <Labelled title="地点、床位">
          <Input
            aria-label="地点、床位"
            maxLength={40}
            value={t.place}
            onChange={(e) => set({ place: e.target.value })}
          />
        </Labelled>
      </div>
      <div className="inf-pair">
        <Labelled title="总量，ml">{volume('总量', t.total, 5000, (total) => set({ total }))}</Labelled>
        <Labelled title={f.pca ? '背景速度，ml/h' : '速度，ml/h'} {...(f.pca ? { hint: '没有不填' } : {})}>
          {volume('速度', t.rate, 1200, (rate) => set({ rate }))}
        </Labelled>
      </div>
      {f.pca && (
        <div className="inf-pair">
          <Labelled title="单次量，ml">{volume('单次量', t.bolus, 100, (bolus) => set({ bolus }))}</Labelled>
          <Labelled title="锁定时间，分钟">
            <InputNumber
              aria-label="锁定时间"
              controls={false}
              inputMode="numeric"
              min={1}
              max={240}
              precision={0}
              value={t.lockout}
              onChange={(lockout) => set({ lockout })}
            />
          </Labelled>
        </div>
      )}
      {said && <Notice tone={said.includes('请核对') ? 'amber' : 'blue'}>{said}</Notice>}
      <div className="inf-pair">
        <Labelled title="稀释液">
          <AutoComplete
            aria-label="稀释液"
            maxLength={40}
            value={t.diluent}
            options={diluents.map((value) => ({ value }))}
            onChange={(diluent) => set({ diluent })}
          />
        </Labelled>
        <Labelled title="途径">
          <Select
            aria-label="途径"
            value={t.route}
            options={pumpRoutes.map((r) => ({ value: r, label: r }))}
            onChange={(route) => set({ route })}
          />
        </Labelled>
      </div>
      <div className="inf-pair">
        <Labelled title="医嘱医师">
          <Select
            aria-label="医嘱医师"
            showSearch
            optionFilterProp="label"
            value={t.doctor}
            options={of.doctors.map((d) => ({ value: d.userId, label: `${d.name} ${d.title}` }))}
            onChange={(doctor) => set({ doctor })}
          />
        </Labelled>
        <Labelled title="开始时间" hint="现在不填">
          <Input
            aria-label="开始时间"
            maxLength={5}
            inputMode="numeric"
            placeholder="现在；补记写 11:05"
            value={t.time}
            onChange={(e) => set({ time: e.target.value })}
          />
        </Labelled>
      </div>
      {f.act.refused && <Notice tone="red">{f.act.refused.text}</Notice>}
      <ActButton
        kind="filled"
        k="F10"
        wide
        busy={f.act.busy}
        blocked={f.lack.join('、') || undefined}
        onClick={f.send}
      >
        配泵开始
      </ActButton>
    </div>
  )
}
