import { durationText, num, shortInstant, unitText } from '#ui/format.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import type { Tone } from '#ui/theme.ts'
import type { PumpDrug, PumpRow } from './contract.ts'
import {
  emptyAt,
  leftNowUl,
  levelTitle,
  mlText,
  pumpStateTitle,
  type Level,
  type PumpState,
} from './rules.ts'

const stateTone: Record<PumpState, Tone> = { running: 'blue', rest: 'amber', closed: 'green' }
const levelTone: Record<Level, Tone> = { within: 'green', amber: 'amber', red: 'red' }

export const StateTag = ({ of }: { of: PumpState }) => (
  <StatusTag tone={stateTone[of]}>{pumpStateTitle[of]}</StatusTag>
)

export const LevelTag = ({ of }: { of: Level }) => (
  <StatusTag tone={levelTone[of]}>{levelTitle[of]}</StatusTag>
)

/** `5 ml/h`; a PCA pump may run without a basal rate. */
export const rateText = (ulH: number): string => (ulH === 0 ? '无背景量' : `${mlText(ulH)} ml/h`)

/** How strong it is: `2 μg/ml`, to three figures behind the point. */
export function strengthText(drug: Pick<PumpDrug, 'filled' | 'contentUnit'>, totalUl: number): string {
  const perMl = Math.round((drug.filled * 1_000_000) / totalUl) / 1000
  return `${num(perMl)} ${unitText(drug.contentUnit)}/ml`
}

export const drugsText = (row: Pick<PumpRow, 'drugs'>): string =>
  row.drugs.map((d) => `${d.name} ${num(d.filled)} ${unitText(d.contentUnit)}`).join('、')

/** `14:05 读，3 小时 10 分前`. */
export function lastReadText(row: Pick<PumpRow, 'lastAt' | 'startedAt'>, now: number): string {
  const verb = row.lastAt === row.startedAt ? '开始' : '读'
  const ago = now - Date.parse(row.lastAt)
  return `${shortInstant(row.lastAt, now)} ${verb}，${ago < 60_000 ? '刚刚' : `${durationText(ago)}前`}`
}

export const isLate = (row: Pick<PumpRow, 'readDueAt'>, now: number): boolean =>
  row.readDueAt !== null && Date.parse(row.readDueAt) < now

/** What is probably left, as a bar, and when it will be empty. Of a pump that stands: what was read. */
export function LeftBar({ row, now }: { row: PumpRow; now: number }) {
  const running = row.state === 'running'
  const left = running ? leftNowUl(row, new Date(now).toISOString()) : row.totalUl - row.givenUl
  const end = running ? emptyAt(row) : undefined
  const soon = end !== undefined && Date.parse(end) - now < 3_600_000
  return (
    <span className="inf-left" data-soon={soon ? '' : undefined}>
      <span className="inf-left-words">
        <b>{mlText(left)}</b> / {mlText(row.totalUl)} ml
        <small>
          {running
            ? end
              ? left === 0
                ? '应已输完'
                : `${shortInstant(end, now)} 空`
              : '按需给药'
            : '停泵时'}
        </small>
      </span>
      <i>
        <b style={{ width: `${(left / row.totalUl) * 100}%` }} />
      </i>
    </span>
  )
}
