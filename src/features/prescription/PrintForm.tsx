import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { ActButton } from '#ui/ActButton.tsx'
import { dateText, instantText, unitText } from '#ui/format.ts'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { encounterTitle, printPrescription, type PrintedRx, type RxDetail } from './contract.ts'
import { cornerLabel, mostLines } from './rules.ts'
import { formName } from './words.ts'
import { usageText } from '#ui/dose.ts'
import './print.css'

/** The number as bars; made here, nothing leaves the house. */
function useBars(text: string): string | undefined {
  const [svg, setSvg] = useState<string>()
  useEffect(() => {
    let here = true
    void import('bwip-js/browser').then(
      ({ toSVG }) => here && setSvg(toSVG({ bcid: 'code128', text, height: 8, includetext: false })),
    )
    return () => {
      here = false
    }
  }, [text])
  return svg && `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`
}

/** Asks for the form in clear (an act, recorded), shows it to the printer only, and forgets it. */
export function PrintButton({ rx }: { rx: RxDetail }) {
  const [form, setForm] = useState<PrintedRx>()
  const act = useAct(printPrescription)
  async function print() {
    const got = await act.run({ id: rx.id })
    if (got) setForm(got)
    else toast('没有打印：请重试', 'red')
  }
  return (
    <>
      <ActButton k="Ctrl+P" busy={act.busy} onClick={print}>
        打印处方
      </ActButton>
      {form && createPortal(<Sheet of={form} onPrinted={() => setForm(undefined)} />, document.body)}
    </>
  )
}

function Sheet({ of, onPrinted }: { of: PrintedRx; onPrinted: () => void }) {
  const bars = useBars(of.rx.no)
  useEffect(() => {
    if (!bars) return undefined
    window.addEventListener('afterprint', onPrinted, { once: true })
    // The picture of the bars must be there before the printer looks.
    const soon = setTimeout(() => window.print(), 100)
    return () => {
      clearTimeout(soon)
      window.removeEventListener('afterprint', onPrinted)
    }
  }, [bars, onPrinted])
  return <PrintForm of={of} bars={bars} />
}

/** 处方笺 (处方管理办法 附件 1): 前记, 正文, 后记 in their places; colour is the corner label only. */
export function PrintForm({ of, bars }: { of: PrintedRx; bars: string | undefined }) {
  const { rx, patient } = of
  const label = cornerLabel({ series: rx.series, encounter: rx.encounter, patientAge: patient.age })
  return (
    <article className="rx-print">
      <header>
        {bars && <img src={bars} alt="" />}
        <div>
          <h1>{of.orgName}</h1>
          <h2>处方笺</h2>
        </div>
        <strong data-label={label}>{label}</strong>
      </header>
      <Front of={of} />
      <section className="rx-print-body">
        <b className="rx-print-rp">Rp.</b>
        <ol>
          {rx.lines.map((l) => (
            <li key={l.drugId}>
              <div>
                <b>{l.name}</b>
                <span>{formName(l)}</span>
                <span>{unitText(l.spec)}</span>
                <span>
                  × {l.units} {l.unit}
                </span>
              </div>
              <div>
                Sig. {usageText(l)}
                {l.instruction && `，${l.instruction}`}
              </div>
              <Lots of={of} drugId={l.drugId} />
            </li>
          ))}
        </ol>
        {rx.lines.length < mostLines && (
          <svg
            className="rx-print-blank"
            viewBox="0 0 100 100"
            preserveAspectRatio="none"
            aria-label="以下空白"
          >
            <line x1="0" y1="100" x2="100" y2="0" />
          </svg>
        )}
        <span className="rx-print-end">（以下空白）</span>
        <Reasons rx={rx} />
      </section>
      <Back of={of} />
    </article>
  )
}

function Front({ of: { rx, patient } }: { of: PrintedRx }) {
  const where = [rx.department, rx.bed].filter(Boolean).join(' ')
  const narcotic = rx.series === 'narcotic'
  const cells: [string, string, (1 | 2 | 3)?][] = [
    ['处方编号', rx.no, 2],
    ['费别', rx.payment],
    ['患者姓名', patient.name],
    ['性别', patient.sex],
    ['年龄', `${patient.age} 岁`],
    [`${encounterTitle[rx.encounter]}病历号`, patient.recordNo, 2],
    [rx.encounter === 'inpatient' ? '病区床位' : '科别', where],
    ...(narcotic
      ? ([
          ['身份证明编号', patient.idNo ?? '急诊，未核对', 3],
          ['代办人', patient.agentName ?? '无'],
          ['代办人身份证明编号', patient.agentIdNo ?? '无', 2],
        ] as [string, string, (1 | 2 | 3)?][])
      : []),
    ['临床诊断', rx.diagnosis, 2],
    ['开具日期', dateText(rx.writtenAt)],
  ]
  return (
    <dl className="rx-print-front">
      {cells.map(([title, value, span = 1]) => (
        <div key={title} style={{ gridColumn: `span ${span}` }}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Lots({ of, drugId }: { of: PrintedRx; drugId: number }) {
  const lots = of.lots.filter((l) => l.drugId === drugId)
  if (lots.length === 0) return null
  return (
    <div className="rx-print-lots">
      {lots.map((l) => `批号 ${l.lotNo} × ${l.units}：${l.codes.join(' ')}`).join('；')}
    </div>
  )
}

/** What let the doctor go beyond a rule stands on the paper over his signature. */
function Reasons({ rx }: { rx: RxDetail }) {
  const said = [
    rx.emergencyReason && `急诊先行处方：${rx.emergencyReason}`,
    rx.overLimitReason && `延长用量理由：${rx.overLimitReason}`,
    rx.overlapReason && `提前开具理由：${rx.overlapReason}`,
    rx.extendReason && `有效期延长到 ${rx.validTo}：${rx.extendReason}`,
  ].filter(Boolean)
  return said.length > 0 ? <p className="rx-print-reasons">{said.join('　')}</p> : null
}

function Back({ of }: { of: PrintedRx }) {
  const { rx } = of
  const signs: [string, string][] = [
    ['医师', rx.prescriber],
    ...(rx.countersignedBy ? ([['审核签名', rx.countersignedBy]] as [string, string][]) : []),
    ['审核、调配', rx.filled?.dispensedBy ?? ''],
    ['核对、发药', rx.filled?.checkedBy ?? ''],
  ]
  return (
    <footer>
      <div className="rx-print-signs">
        {signs.map(([title, name]) => (
          <span key={title}>
            {title}：<i>{name}</i>
          </span>
        ))}
        <span>
          药品金额：<i>{of.amount === null ? '' : `${of.amount} 元`}</i>
        </span>
      </div>
      <p>
        {rx.filled && `${rx.filled.no} ${rx.filled.location} ${instantText(rx.filled.at)} 发药　`}
        {rx.paperNo && `处方纸 ${rx.paperNo}　`}
        {of.printedBy} 打印于 {instantText(of.printedAt)}
      </p>
    </footer>
  )
}
