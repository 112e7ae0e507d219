import { Input, InputNumber, Segmented } from 'antd'
import { useState } from 'react'
import type { Evidence } from '#core/files/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { EvidenceStrip } from '#ui/EvidenceStrip.tsx'
import { unitText } from '#ui/format.ts'
import { Labelled } from '#ui/Labelled.tsx'
import { useMe } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { recordResult, type SampleDetail } from './contract.ts'
import { judge } from './rules.ts'
import { concentration, offText } from './words.tsx'

const slots = [{ title: '检测报告', says: '报告单或仪器读数，可不拍' }]

/** What is asked for: how much, or whether it is the drug; a laboratory may answer either. */
function useKind(of: SampleDetail) {
  const mayMeasure = of.method !== 'strip' && of.volumeUl !== null
  const [kind, setKind] = useState<'measure' | 'say'>(mayMeasure ? 'measure' : 'say')
  return { kind, setKind, chooses: mayMeasure && of.method === 'external' }
}

function useResult(of: SampleDetail) {
  const choice = useKind(of)
  const [sealIntact, setSeal] = useState(true)
  const [measured, setMeasured] = useState<number | null>(null)
  const [conforms, setConforms] = useState<boolean>()
  const [words, setWords] = useState({ instrument: '', reason: '' })
  const [photos, setPhotos] = useState<(Evidence | undefined)[]>([undefined])
  const again = of.results.length > 0
  const act = useAct(recordResult, {
    onDone: (r) =>
      r.discrepancyNo
        ? toast(`检测不符，已立差异 ${r.discrepancyNo}`, 'red')
        : toast(r.within ? '已登记，合格' : '已登记，仍不符', r.within ? 'green' : 'red'),
  })
  const measuring = choice.kind === 'measure'
  const found = {
    sealIntact,
    ...(measuring
      ? { measuredMilli: measured === null ? undefined : Math.round(measured * 1000) }
      : { conforms }),
  }
  const lack = [
    measuring ? measured === null && '实测浓度' : conforms === undefined && '符合或不符',
    !words.instrument.trim() && '仪器或检验机构',
    again && !words.reason.trim() && '更正原因',
  ].filter(Boolean)
  const send = () =>
    act.run({
      id: of.id,
      ...found,
      instrument: words.instrument.trim(),
      testedAt: new Date().toISOString(),
      sha256: photos[0]?.sha256,
      ...(again ? { reason: words.reason.trim() } : {}),
    })
  return {
    ...choice,
    measuring,
    sealIntact,
    setSeal,
    measured,
    setMeasured,
    conforms,
    setConforms,
    words,
    setWords,
    photos,
    setPhotos,
    again,
    found,
    lack,
    act,
    send,
  }
}

/** 检测结果: one person’s own signature; the page says beforehand what the figure means. */
export function ResultForm({ of }: { of: SampleDetail }) {
  const me = useMe()
  const r = useResult(of)
  return (
    <Card
      title={r.again ? '更正检测结果' : '登记检测结果'}
      scope={r.again ? '原结果不改，另记一次并写原因' : `检测人 ${me.name}`}
    >
      <div className="z-column">
        <Labelled title="封签">
          <Segmented<string>
            block
            options={['完好', '破损']}
            value={r.sealIntact ? '完好' : '破损'}
            onChange={(v) => r.setSeal(v === '完好')}
          />
        </Labelled>
        {r.chooses && (
          <Segmented<string>
            block
            options={[
              { value: 'measure', label: '报浓度' },
              { value: 'say', label: '报定性' },
            ]}
            value={r.kind}
            onChange={(v) => r.setKind(v as 'measure' | 'say')}
          />
        )}
        {r.measuring ? (
          <Labelled
            title={`实测浓度，${unitText(of.contentUnit)}/ml`}
            {...(of.expectedMilli
              ? { hint: `应有 ${of.expectedMilli / 1000}，允许 ±${of.tolerancePercent} %` }
              : {})}
          >
            <InputNumber
              aria-label="实测浓度"
              style={{ width: '100%' }}
              controls={false}
              min={0}
              precision={3}
              value={r.measured}
              onChange={r.setMeasured}
            />
          </Labelled>
        ) : (
          <Labelled title="定性">
            <Segmented<string>
              block
              options={['符合', '不符']}
              value={r.conforms === undefined ? '' : r.conforms ? '符合' : '不符'}
              onChange={(v) => r.setConforms(v === '符合')}
            />
          </Labelled>
        )}
        <Meaning of={of} found={r.found} />
        <Labelled title="仪器或检验机构">
          <Input
            aria-label="仪器或检验机构"
            maxLength={80}
            placeholder="名称和编号"
            value={r.words.instrument}
            onChange={(e) => r.setWords({ ...r.words, instrument: e.target.value })}
          />
        </Labelled>
        {r.again && (
          <Labelled title="更正原因">
            <Input
              aria-label="更正原因"
              maxLength={300}
              value={r.words.reason}
              onChange={(e) => r.setWords({ ...r.words, reason: e.target.value })}
            />
          </Labelled>
        )}
        <EvidenceStrip slots={slots} value={r.photos} onChange={r.setPhotos} />
        {r.act.refused && <Notice tone="red">{r.act.refused.text}</Notice>}
        <ActButton
          kind="filled"
          k="F10"
          wide
          blocked={r.lack.join('、') || undefined}
          busy={r.act.busy}
          onClick={r.send}
        >
          签字登记结果
        </ActButton>
      </div>
    </Card>
  )
}

/** Before it is signed: is it within, and what follows if it is not? */
function Meaning({
  of,
  found,
}: {
  of: SampleDetail
  found: { sealIntact: boolean; measuredMilli?: number | undefined; conforms?: boolean | undefined }
}) {
  const { measuredMilli, conforms } = found
  if (measuredMilli === undefined && conforms === undefined) return null
  const { within } = judge(of, found)
  const off =
    measuredMilli !== undefined && of.expectedMilli
      ? `${concentration(measuredMilli, of.contentUnit)}，偏差 ${offText(measuredMilli, of.expectedMilli)}，`
      : ''
  return within ? (
    <Notice tone="green">{`${off}合格`}</Notice>
  ) : (
    <Notice tone="red">{`${off}${found.sealIntact ? '' : '封签破损，'}不符：签字后立差异，样品留存`}</Notice>
  )
}
