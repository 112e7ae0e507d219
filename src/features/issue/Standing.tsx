import { ScanOutlined } from '@ant-design/icons'
import { ActButton } from '#ui/ActButton.tsx'
import { deadlineText, shortInstant, unitText } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { go, Link, useSearch } from '#ui/nav.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import type { Tone } from '#ui/theme.ts'
import type { IssueDetail, IssueDrug } from './contract.ts'
import { nextStep, totalsOf, type Step } from './rules.ts'

interface Props {
  issue: IssueDetail
  drug: IssueDrug
  onChoose: (drugId: number) => void
}

/** What the account still holds of this drug, the next act, and the other drugs of the case. */
export function Standing({ issue, drug, onChoose }: Props) {
  const left = totalsOf(drug.units)
  const tone = (n: number): Tone => (n === 0 ? 'green' : 'amber')
  return (
    <section className="z-card i-standing">
      <div className="i-standing-head">
        <h2>账户尚余</h2>
        <StandingTag issue={issue} />
      </div>
      <div className="i-standing-figures">
        <Figure
          value={left.intact}
          unit={drug.unit}
          words={drug.container ? '未开启' : '在手'}
          tone={tone(left.intact)}
        />
        {drug.contentPerUnit > 0 && drug.container && (
          <Figure
            value={left.contentLeft}
            unit={drug.contentUnit}
            words="药液"
            tone={tone(left.contentLeft)}
          />
        )}
        {drug.container && (
          <Figure
            value={left.containersOwed}
            unit="个"
            words={drug.container}
            tone={tone(left.containersOwed)}
          />
        )}
      </div>
      <p className="i-standing-words">
        <Words issue={issue} drug={drug} />
      </p>
      <NextAct issue={issue} step={nextStep(drug)} intact={left.intact} />
      <ul className="i-drugs">
        {issue.drugs.map((d) => (
          <li key={d.drugId}>
            <button
              type="button"
              data-current={d.drugId === drug.drugId ? '' : undefined}
              onClick={() => onChoose(d.drugId)}
            >
              <span>
                <b>{d.name}</b>
                <small>
                  {unitText(d.spec)}，领 {d.issuedUnits} {d.unit}
                  {returnedText(d)}
                </small>
              </span>
              <DrugTag drug={d} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function returnedText(d: IssueDrug): string {
  const { returned, issued } = totalsOf(d.units)
  if (returned === 0) return ''
  return returned === issued ? '，整支退回' : `，退回 ${returned} ${d.unit}`
}

function Figure({ value, unit, words, tone }: { value: number; unit: string; words: string; tone: Tone }) {
  return (
    <div>
      <Quantity value={value} unit={unit} size="headline" tone={tone} />
      <span className="z-caption">{words}</span>
    </div>
  )
}

function StandingTag({ issue }: { issue: IssueDetail }) {
  if (issue.state === 'closed') return <StatusTag tone="green">已闭环</StatusTag>
  const steps = issue.drugs.map(nextStep).filter((s) => s !== 'closed')
  if (steps.length === 0 && issue.orderDueAt !== null)
    return <StatusTag tone={issue.state === 'overdue' ? 'red' : 'amber'}>待补医嘱</StatusTag>
  if (issue.state === 'overdue') return <StatusTag tone="red">在手超时</StatusTag>
  if (steps.length === 1 && (steps[0] === 'recover' || steps[0] === 'waste'))
    return <StatusTag tone="amber">差一步闭环</StatusTag>
  return <StatusTag tone="amber">未闭环</StatusTag>
}

function DrugTag({ drug }: { drug: IssueDrug }) {
  const left = totalsOf(drug.units)
  if (left.contentLeft > 0)
    return (
      <StatusTag tone="amber">
        余 {left.contentLeft} {unitText(drug.contentUnit)}
      </StatusTag>
    )
  if (left.intact > 0)
    return (
      <StatusTag tone="amber">
        {drug.container ? '未开启' : '在手'} {left.intact} {drug.unit}
      </StatusTag>
    )
  if (left.containersOwed > 0)
    return (
      <StatusTag tone="amber">
        欠 {left.containersOwed} 个{drug.container}
      </StatusTag>
    )
  return <StatusTag tone="green">已闭环</StatusTag>
}

function Words({ issue, drug }: { issue: IssueDetail; drug: IssueDrug }) {
  const left = totalsOf(drug.units)
  const lots = (f: (u: IssueDrug['units'][number]) => number) =>
    [...new Set(drug.units.filter((u) => f(u) > 0).map((u) => u.lotNo))].join('、')
  const unit = unitText(drug.contentUnit)
  const step = nextStep(drug)
  const last = issue.statement.findLast((s) => s.drugId === drug.drugId)
  if (step === 'closed')
    return (
      <>
        去向齐全，账户已归零。最近一笔 {last ? shortInstant(last.at) : ''}，{last?.title}。
      </>
    )
  if (step === 'recover') {
    return (
      <>
        药液已全部交代。还欠批号 <b>{lots((u) => u.containersOwed)}</b> {drug.container} {left.containersOwed}{' '}
        个，在{issue.holder}名下。
      </>
    )
  }
  if (step === 'pump')
    return (
      <>
        {left.contentInPump} {unit} 药液都在泵里，读泵后按读数记给药。
      </>
    )
  if (step === 'waste')
    return (
      <>
        批号 <b>{lots((u) => u.contentLeft)}</b> 还有 {left.contentLeft} {unit} 药液没有交代，在{issue.holder}
        手中。
      </>
    )
  if (step === 'give' && left.contentLeft > 0)
    return (
      <>
        已开启，{left.contentLeft} {unit} 药液还没有给药记录，在{issue.holder}手中。
      </>
    )
  const when = issue.state === 'overdue' ? `，${deadlineText(issue.dueAt)}` : ''
  return (
    <>
      批号 <b>{lots((u) => u.intact)}</b> 还有 {left.intact} {drug.unit}没有{drug.container ? '开启' : '给药'}
      ，在{issue.holder}手中{when}。
    </>
  )
}

const verbs: Record<Exclude<Step, 'closed' | 'recover' | 'pump'>, string> = {
  open: '开启',
  give: '记录给药',
  waste: '弃去残余',
}

/** The one filled button of the page. Who may not act sees with whom the drug is. */
function NextAct({ issue, step, intact }: { issue: IssueDetail; step: Step; intact: number }) {
  const me = useMe()
  const mine = me.userId === issue.holderId && me.permissions.includes('use.record')
  const own = me.org.orgId === issue.orgId
  const mayReturn = useMay('return.accept') && own && intact > 0
  const mayRecover = useMay('recovery.work') && own
  const [, change] = useSearch()
  const mayMatch = useMay('emergency.match') && own
  const open = (act: string) => () => change({ act })
  if (step === 'closed' && issue.orderDueAt !== null && mayMatch)
    return <Main onClick={open('order')} verb="补办医嘱" />
  if (step === 'recover') {
    if (mayRecover)
      return <Main icon onClick={() => go(`/recovery?tab=station&issue=${issue.id}`)} verb="扫空安瓿" />
    return (
      <>
        <p className="i-standing-wait">由 {issue.holder} 交回，药师扫码签收</p>
        {mine && <Others step={step} issue={issue} />}
      </>
    )
  }
  if (step === 'pump') return <Others step={step} issue={issue} />
  if (mine) {
    const verb = step === 'closed' ? undefined : verbs[step]
    return (
      <>
        {verb && <Main onClick={open(step)} verb={verb} />}
        <Others step={step} issue={issue} />
      </>
    )
  }
  if (step === 'closed') return null
  return (
    <>
      <p className="i-standing-wait">
        {own ? `由领用人 ${issue.holder} 记录` : `在领用人 ${issue.holder} 手中`}
      </p>
      {mayReturn && (
        <div className="i-standing-others">
          <ActButton size="small" k="F4" onClick={open('return')}>
            整支退回
          </ActButton>
          <button type="button" className="z-link" onClick={open('labels')}>
            打印标签
          </button>
        </div>
      )}
    </>
  )
}

function Main({ verb, onClick, icon }: { verb: string; onClick: () => void; icon?: boolean }) {
  return (
    <div className="i-standing-act">
      <ActButton kind="filled" k="F4" wide {...(icon ? { icon: <ScanOutlined /> } : {})} onClick={onClick}>
        {verb}
      </ActButton>
    </div>
  )
}

/** The other acts that are possible now, as links. */
function Others({ step, issue }: { step: Step; issue: IssueDetail }) {
  const [, change] = useSearch()
  const all = totalsOf(issue.drugs.flatMap((d) => d.units))
  const [free, pumped] = [issue.hand.length > 0, all.contentInPump > 0]
  const acts = [
    { act: 'open', verb: '开启', on: all.intact > 0 },
    { act: 'give', verb: '记录给药', on: free },
    { act: 'waste', verb: '弃去残余', on: free },
    { act: 'break', verb: '登记破碎', on: all.intact > 0 },
  ].filter((a) => a.on && a.act !== step)
  if (acts.length === 0 && !free && !pumped) return null
  return (
    <div className="i-standing-others">
      {acts.map((a) => (
        <button key={a.act} type="button" className="z-link" onClick={() => change({ act: a.act })}>
          {a.verb}
        </button>
      ))}
      {free && <Link to={`/infusions/new?issue=${issue.id}`}>配泵</Link>}
    </div>
  )
}
