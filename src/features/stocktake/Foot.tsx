import { ActButton } from '#ui/ActButton.tsx'
import { deadlineText, timeText } from '#ui/format.ts'
import { go } from '#ui/nav.tsx'
import { useNow } from '#ui/useNow.ts'
import type { StocktakeDetail, StocktakeRow } from './contract.ts'
import type { Counting } from './useCounting.ts'
import { differenceText } from './words.tsx'

const named = (r: StocktakeRow) => `${r.name} ${r.spec}，批号 ${r.lotNo}`

/** Until when, and what follows: the most urgent row first. */
export function Foot({ of, counting }: { of: StocktakeDetail; counting?: Counting }) {
  useNow(30_000)
  const due = of.list.filter(
    (r) => r.recountBy !== null && r.discrepancy === null && (r.serious || r.state === 'waiting'),
  )
  const [first] = due.toSorted((a, b) => ((a.recountBy ?? '') < (b.recountBy ?? '') ? -1 : 1))
  const open = of.list.find(
    (r) => r.discrepancy && (r.discrepancy.state === 'open' || r.discrepancy.due !== null),
  )
  if (open?.discrepancy) return <CaseFoot row={open} of={open.discrepancy} />
  if (first?.recountBy && counting)
    return <RecountFoot row={first} by={first.recountBy} counting={counting} />
  const left = of.list.filter((r) => r.state === 'waiting').length
  const text =
    left > 0
      ? `还有 ${left} 行未盘。盘完后两人签字结束；有差异的交药学部负责人审核，批准后才调账`
      : of.list.some((r) => r.difference !== 0)
        ? '已盘完。填好原因后两人签字；差异由没有参加盘点的药学部负责人批准，账面随之调整'
        : '已盘完，账物相符。两人签字后完成'
  return <span className="z-caption">{text}</span>
}

function RecountFoot({ row, by, counting }: { row: StocktakeRow; by: string; counting: Counting }) {
  const waiting = row.state === 'waiting'
  return (
    <div className="k-foot z-tone-red">
      <b>
        {waiting
          ? '正在复盘'
          : `${(row.difference ?? 0) < 0 ? '盘损' : '盘盈'} ${differenceText([row]).slice(1)}，请`}
        {waiting ? `，${timeText(by)} 前提交` : `在 ${timeText(by)} 前复盘`}
      </b>
      <span>
        {named(row)}。复盘后仍有差异，须在 30 分钟内报药学部主任，2 小时内备好上报稿。
        {Date.parse(by) < Date.now() && <b> 复盘{deadlineText(by)}</b>}
      </span>
      <ActButton size="small" onClick={() => go(`/ledger?drugId=${row.drugId}`)}>
        先看这批的去向
      </ActButton>
      {!waiting && (
        <ActButton size="small" kind="red" onClick={() => counting.recount(row)}>
          复盘这一行
        </ActButton>
      )}
    </div>
  )
}

function CaseFoot({ row, of }: { row: StocktakeRow; of: NonNullable<StocktakeRow['discrepancy']> }) {
  return (
    <div className="k-foot z-tone-red">
      <b>
        差异 {of.no} {of.state === 'open' ? '已立案' : '待上报'}
        {of.due && `，${deadlineText(of.due)}`}
      </b>
      <span>
        {named(row)}。
        {of.state === 'open'
          ? '请报药学部主任，并由两人说明原因；说明之前不能调账。'
          : '原因查不出，须由药学部主任登记上报；上报之前不能调账。'}
      </span>
      <ActButton size="small" kind="red" onClick={() => go(`/discrepancies/${of.id}`)}>
        {of.state === 'open' ? '去说明' : '看差异'}
      </ActButton>
    </div>
  )
}
