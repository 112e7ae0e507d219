import { deadlineText, shortInstant, timeText } from '#ui/format.ts'
import type { FlowLink, FlowNode } from '#ui/CustodyFlow.tsx'
import type { IssueDetail, IssueDrug, StatementRow } from './contract.ts'
import { totalsOf } from './rules.ts'

interface Flow {
  nodes: FlowNode[]
  links: FlowLink[]
}

const list = (rows: readonly StatementRow[], of: (r: StatementRow) => string | null): string =>
  [...new Set(rows.map(of).filter(Boolean))].join('、')
const times = (rows: readonly StatementRow[]): string => {
  const shown = rows.slice(-3).map((r) => timeText(r.at))
  return `${rows.length > 3 ? '… ' : ''}${shown.join('、')}`
}

/** A case's one drug as nodes and bands: pharmacy, the hand with what is opened in it, and the ends. */
export function flowOf(issue: IssueDetail, drug: IssueDrug): Flow {
  const t = totalsOf(drug.units)
  // A reversed movement and its reversal cancel out; the picture shows what stands.
  const rows = (kind: string) =>
    issue.statement.filter((s) => s.drugId === drug.drugId && s.kind === kind && !s.reversed)
  const flow: Flow = { nodes: [], links: [] }
  const add = (node: FlowNode, from?: string, tone?: FlowLink['tone']) => {
    flow.nodes.push(node)
    if (from)
      flow.links.push({ from, to: node.id, value: node.figure, unit: node.unit, ...(tone ? { tone } : {}) })
  }
  const { unit } = drug
  const issuedWords = [`${issue.issuedBy} 发药`, `${issue.checkedBy} 核对，${timeText(issue.issuedAt)}`]
  add({ id: 'place', col: 0, title: issue.location, figure: t.issued, unit, lines: issuedWords })
  if (t.opened > 0) {
    const opens = [...rows('open'), ...rows('breakage')]
    add(
      { id: 'opened', col: 1, title: '开启', figure: t.opened, unit, lines: [times(opens)], inside: true },
      'place',
    )
  }
  const whole = t.issued - t.opened
  if (whole > 0) {
    const remain =
      t.intact > 0
        ? { text: `尚余 ${t.intact} ${unit}`, tone: 'amber' as const }
        : { text: `尚余 0 ${unit}`, tone: 'green' as const }
    add(
      {
        id: 'whole',
        col: 1,
        title: drug.container ? '未开启' : '整领',
        figure: whole,
        unit,
        inside: true,
        remain,
      },
      'place',
    )
  }
  addOpened(add, drug, t)
  addEnds(add, issue, drug, t, rows)
  return flow
}

type Add = (node: FlowNode, from?: string, tone?: FlowLink['tone']) => void
type Totals = ReturnType<typeof totalsOf>

function addOpened(add: Add, drug: IssueDrug, t: Totals): void {
  const tone = (n: number) => (n > 0 ? ('amber' as const) : ('green' as const))
  if (t.contentOpened > 0) {
    const remain = { text: `尚余 ${t.contentLeft} ${drug.contentUnit}`, tone: tone(t.contentLeft) }
    add(
      {
        id: 'content',
        col: 2,
        title: '药液',
        figure: t.contentOpened,
        unit: drug.contentUnit,
        tone: 'focus',
        inside: true,
        remain,
      },
      'opened',
    )
  }
  if (t.containersMade > 0) {
    const remain = { text: `尚余 ${t.containersOwed} 个`, tone: tone(t.containersOwed) }
    add(
      {
        id: 'container',
        col: 2,
        title: drug.container ?? '空容器',
        figure: t.containersMade,
        unit: '个',
        inside: true,
        remain,
      },
      'opened',
      'container',
    )
  }
}

function addEnds(
  add: Add,
  issue: IssueDetail,
  drug: IssueDrug,
  t: Totals,
  rows: (kind: string) => StatementRow[],
): void {
  const { unit, contentUnit } = drug
  const by = (r: StatementRow) => `${r.actor}${r.witness ? `，见证 ${r.witness}` : ''}`
  const given = rows('administer')
  const patient = `患者 ${issue.patientName}，${list(given, (r) => r.route)}`
  const end = { col: 3, tone: 'closed' as const }
  const until = (verb: string) => {
    const when =
      issue.state === 'overdue' ? deadlineText(issue.dueAt) : `${shortInstant(issue.dueAt)} 前${verb}`
    return [`${issue.holder}，${when}`]
  }
  if (t.contentGiven > 0)
    add(
      {
        ...end,
        id: 'given',
        title: `给药 ${given.length} 次`,
        figure: t.contentGiven,
        unit: contentUnit,
        lines: [patient, times(given)],
      },
      'content',
    )
  if (t.handedOver > 0)
    add(
      {
        ...end,
        id: 'whole-given',
        title: `给药 ${given.length} 次`,
        figure: t.handedOver,
        unit,
        lines: [patient, times(given)],
      },
      'whole',
    )
  const wasted = rows('waste')
  if (t.contentWasted > 0) {
    add(
      {
        ...end,
        id: 'wasted',
        title: '弃去',
        figure: t.contentWasted,
        unit: contentUnit,
        lines: [list(wasted, by), `${times(wasted)}，${wasted.length * 3} 张照片`],
      },
      'content',
    )
  }
  const sampled = rows('keepSample')
  if (t.contentSampled > 0)
    add(
      {
        ...end,
        id: 'sampled',
        title: '留样',
        figure: t.contentSampled,
        unit: contentUnit,
        lines: [list(sampled, by)],
      },
      'content',
    )
  const broken = rows('breakage')
  if (t.contentLost > 0)
    add(
      {
        ...end,
        id: 'lost',
        title: '破碎',
        figure: t.contentLost,
        unit: contentUnit,
        lines: [list(broken, by)],
      },
      'content',
    )
  if (t.contentLeft > 0)
    add(
      {
        col: 3,
        tone: 'owed',
        id: 'left',
        title: t.contentInPump === t.contentLeft ? '在泵' : '待给药或弃去',
        figure: t.contentLeft,
        unit: contentUnit,
        lines: until('交代'),
      },
      'content',
      'owed',
    )
  const returned = rows('returnUnopened')
  if (t.returned > 0) {
    const words = list(returned, (r) => `${r.witness ?? ''} 送回，${r.actor} 接收`)
    add(
      {
        ...end,
        id: 'returned',
        title: '整支退回',
        figure: t.returned,
        unit,
        lines: [`${words}，${times(returned)}`],
      },
      'whole',
    )
  }
  if (t.intact > 0)
    add(
      { col: 3, tone: 'owed', id: 'intact', title: '在手未用', figure: t.intact, unit, lines: until('用完') },
      'whole',
      'owed',
    )
  const back = rows('recover')
  if (t.containersBack > 0) {
    const words = list(back, (r) => `${r.witness ?? ''} 送回，${r.actor} 回收`)
    add(
      {
        ...end,
        id: 'back',
        title: '回收箱',
        figure: t.containersBack,
        unit: '个',
        lines: [`${words}，${times(back)}`],
      },
      'container',
      'container',
    )
  }
  if (t.containersOwed > 0)
    add(
      {
        col: 3,
        tone: 'owed',
        id: 'owed',
        title: '尚欠',
        figure: t.containersOwed,
        unit: '个',
        lines: until('交回'),
      },
      'container',
      'owed',
    )
}
