import { Input, InputNumber } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { clockOf } from '#ui/date-entry.ts'
import { dateText } from '#ui/format.ts'
import { Labelled } from '#ui/Labelled.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useNow } from '#ui/useNow.ts'
import { useSigned } from '#ui/useSigned.ts'
import { handOverPump, readPump, stopPump, type PumpDetail } from './contract.ts'
import { judgeReading, mlText, type Judged } from './rules.ts'

interface Typed {
  readonly given: number | null
  readonly left: number | null
  readonly asked: number | null
  readonly boluses: number | null
  readonly rate: number | null
  readonly time: string
  readonly reason: string
  readonly place: string
}

const blank: Typed = {
  given: null,
  left: null,
  asked: null,
  boluses: null,
  rate: null,
  time: '',
  reason: '',
  place: '',
}
const ul = (ml: number): number => Math.round(ml * 1000)

/** The clock on the wall, the last time that it stood so; a minute that began before the last reading counts from there. */
function instantOf(time: string, since: string, now: number): string | undefined {
  const clock = clockOf(time)
  if (!clock) return undefined
  const today = Date.parse(`${dateText(now)}T${clock}:00+08:00`)
  const at = today > now ? today - 86_400_000 : today
  const from = Date.parse(since)
  return new Date(at < from && from - at < 60_000 ? from : at).toISOString()
}

/** What was typed, as the server wants it, and what it will be judged. */
function useReading(of: PumpDetail) {
  const [t, setTyped] = useState(blank)
  const now = useNow(5_000)
  const set = (part: Partial<Typed>) => setTyped((old) => ({ ...old, ...part }))
  const pca = of.mode === 'pca'
  const readAt = instantOf(t.time, of.lastAt, now)
  const read = {
    givenUl: ul(t.given ?? 0),
    leftUl: ul(t.left ?? 0),
    ...(pca ? { bolusAsked: t.asked ?? 0, bolusGiven: t.boluses ?? 0 } : {}),
  }
  const whole = t.given !== null && t.left !== null && (!pca || (t.asked !== null && t.boluses !== null))
  const judged = whole ? judgeReading(of, { ...read, at: readAt ?? new Date(now).toISOString() }) : undefined
  const off = judged !== undefined && judged.level !== 'within'
  const lack = [
    t.given === null && '累计输注量',
    t.left === null && '余量',
    pca && (t.asked === null || t.boluses === null) && '按压次数',
    t.time.trim() !== '' && !clockOf(t.time) && '时间，写成 11:05',
    off && !t.reason.trim() && '偏差原因',
  ]
  const input = { id: of.id, ...read, reason: off ? t.reason.trim() : undefined, readAt }
  return { t, set, input, judged, off, lack }
}

type Work = ReturnType<typeof useReading>

/** 读泵, by the keeper alone. */
export function ReadForm({ of, done }: { of: PumpDetail; done: () => void }) {
  const w = useReading(of)
  const act = useAct(readPump, {
    onDone: (r) => {
      toast(r.movementId === null ? '已记读数，不足一个最小单位，未记给药' : '已读泵，按读数记给药')
      done()
    },
  })
  const rateUlH = w.t.rate === null ? undefined : ul(w.t.rate)
  const lack = w.lack.filter(Boolean).join('、')
  return (
    <div className="inf-form">
      <Fields of={of} w={w} />
      <Labelled title="此后速度，ml/h" hint={`不改不填，现在 ${mlText(of.rateUlH)}`}>
        <Ml name="此后速度" value={w.t.rate} max={1200} onChange={(rate) => w.set({ rate })} />
      </Labelled>
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <ActButton
        kind="filled"
        k="F10"
        wide
        busy={act.busy}
        blocked={lack || undefined}
        onClick={() => act.run({ ...w.input, rateUlH })}
      >
        记读数
      </ActButton>
    </div>
  )
}

/** 交接泵: both read it; who takes it over signs. */
export function HandoverForm({ of, done }: { of: PumpDetail; done: () => void }) {
  const w = useReading(of)
  const place = w.t.place.trim()
  const signed = useSigned(
    handOverPump,
    { ...w.input, place },
    {
      onDone: () => {
        toast('已交接，两人已签')
        done()
      },
    },
  )
  return (
    <div className="inf-form">
      <Fields of={of} w={w} />
      <Labelled title="交到哪里" hint="科室、床位">
        <Input
          aria-label="交到哪里"
          maxLength={40}
          placeholder={of.place}
          value={w.t.place}
          onChange={(e) => w.set({ place: e.target.value })}
        />
      </Labelled>
      <TwoSignatures
        of={signed}
        title="交泵"
        who="接泵人"
        lack={[...w.lack, !place && '交到哪里']}
        verb="签字交接"
      />
    </div>
  )
}

/** 停泵: the last reading, by two; what is left is residue then. */
export function StopForm({ of, done }: { of: PumpDetail; done: () => void }) {
  const w = useReading(of)
  const signed = useSigned(stopPump, w.input, {
    onDone: (r) => {
      toast(r.restUl === 0 ? '已停泵，全部输完' : `已停泵，余 ${mlText(r.restUl)} ml 待弃去或续配`)
      done()
    },
  })
  return (
    <div className="inf-form">
      <Notice tone="blue">两人同看泵面；停泵后不能再读数，余液由看管人弃去（两人、三照片）或续配。</Notice>
      <Fields of={of} w={w} />
      <TwoSignatures of={signed} title="停泵" who="见证人" lack={w.lack} verb="签字停泵" />
    </div>
  )
}

interface MlProps {
  name: string
  value: number | null
  max: number
  onChange: (value: number | null) => void
}

function Ml({ name, value, max, onChange }: MlProps) {
  return (
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
}

function Fields({ of, w }: { of: PumpDetail; w: Work }) {
  const { t, set, judged } = w
  const total = of.totalUl / 1000
  const count = (name: string, value: number | null, onChange: (n: number | null) => void) => (
    <InputNumber
      aria-label={name}
      controls={false}
      inputMode="numeric"
      min={0}
      max={10_000}
      precision={0}
      value={value}
      onChange={onChange}
    />
  )
  return (
    <>
      <div className="inf-pair">
        <Labelled title="累计输注量，ml" hint={`上次 ${mlText(of.givenUl)}`}>
          <Ml name="累计输注量" value={t.given} max={total} onChange={(given) => set({ given })} />
        </Labelled>
        <Labelled title="余量，ml" hint={`共 ${mlText(of.totalUl)}`}>
          <Ml name="余量" value={t.left} max={total} onChange={(left) => set({ left })} />
        </Labelled>
      </div>
      {of.mode === 'pca' && (
        <div className="inf-pair">
          <Labelled title="按压总数" hint={`上次 ${of.bolusAsked ?? 0}`}>
            {count('按压总数', t.asked, (asked) => set({ asked }))}
          </Labelled>
          <Labelled title="有效次数" hint={`上次 ${of.bolusGiven ?? 0}`}>
            {count('有效次数', t.boluses, (boluses) => set({ boluses }))}
          </Labelled>
        </div>
      )}
      {judged && <Verdict judged={judged} />}
      {w.off && (
        <Labelled title="偏差原因" hint="如停过泵、改过速度、管路漏液">
          <Input
            aria-label="偏差原因"
            maxLength={200}
            value={t.reason}
            onChange={(e) => set({ reason: e.target.value })}
          />
        </Labelled>
      )}
      <Labelled title="时间" hint="现在不填">
        <Input
          aria-label="时间"
          maxLength={5}
          inputMode="numeric"
          placeholder="现在；补记写 11:05"
          value={t.time}
          onChange={(e) => set({ time: e.target.value })}
        />
      </Labelled>
    </>
  )
}

const tone = { within: 'green', amber: 'amber', red: 'red' } as const

function Verdict({ judged }: { judged: Judged }) {
  const words = `应输 ${mlText(judged.expectedUl)} ml，允许 ±${mlText(judged.bandUl)} ml，`
  const off = `${judged.offUl > 0 ? '多' : '少'} ${mlText(Math.abs(judged.offUl))} ml`
  return (
    <Notice tone={tone[judged.level]}>
      {words}
      {judged.level === 'within' ? '相符' : `${off}，请核对泵面和余量，须写原因`}
    </Notice>
  )
}
