import { Fragment, type ReactNode } from 'react'
import { dateText } from '#ui/format.ts'
import { Drug } from '#ui/Drug.tsx'
import { Link } from '#ui/nav.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import type { Tone } from '#ui/theme.ts'
import { differenceKindTitle, type HandoverLine } from './contract.ts'
import { isBroken } from './rules.ts'
import { keyOf } from './useStation.ts'
import './handover.css'

interface Props {
  lines: readonly HandoverLine[]
  blind: boolean
  current?: HandoverLine | undefined
  onChoose?: (key: string) => void
  /** Below a line whose difference has no case. */
  ask?: (line: HandoverLine) => ReactNode
}

export function toneOf(l: HandoverLine): Tone | undefined {
  if (l.moved) return 'amber'
  if (!isBroken(l)) return undefined
  if (l.case) return 'amber'
  return (l.difference ?? 0) < 0 || l.changed < 0 ? 'red' : 'amber'
}

/** 上次交接 + 增 − 减 = 账面, against 实点; a blind line shows its figures once it is counted. */
export function LineTable({ lines, blind, current, onChoose, ask }: Props) {
  return (
    <div className="z-table-wrap">
      <table className="z-table ho-lines">
        <thead>
          <tr>
            <th>药品</th>
            <th>批号、效期</th>
            <th data-align="right">上次</th>
            <th data-align="right">增加</th>
            <th data-align="right">减少</th>
            <th data-align="right">账面</th>
            <th data-align="right">实点</th>
            <th data-align="right">差异</th>
            <th>结果</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((l) => (
            <Fragment key={keyOf(l)}>
              <Line line={l} blind={blind} here={current === l} onChoose={onChoose} />
              <Below line={l} ask={ask?.(l)} />
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface LineProps {
  line: HandoverLine
  blind: boolean
  here: boolean
  onChoose: Props['onChoose']
}

function Line({ line: l, blind, here, onChoose }: LineProps) {
  const tone = toneOf(l)
  const unit = l.item === 'container' ? '个' : l.unit
  const hidden = blind && l.counted === null
  const figure = (value: number | null, strong?: boolean) =>
    hidden ? (
      <i className="ho-hidden" aria-label="点后显示" />
    ) : (
      <Quantity value={value} strong={strong ?? false} />
    )
  return (
    <tr
      className={tone && `z-tone-${tone}`}
      data-current={here ? '' : undefined}
      data-open={onChoose ? '' : undefined}
      onClick={() => onChoose?.(keyOf(l))}
    >
      <td>
        {l.item === 'container' ? (
          <span className="ho-empty">
            空容器 <Drug of={l} plain />
          </span>
        ) : (
          <Drug of={l} />
        )}
      </td>
      <td>
        {l.lotNo} <span className="z-caption">{dateText(l.expiry).slice(0, 7)}</span>
      </td>
      <td data-align="right">
        {l.last === null ? <span className="z-caption">首次</span> : <Quantity value={l.last} />}
      </td>
      <td data-align="right">{figure(l.in)}</td>
      <td data-align="right">{figure(l.out)}</td>
      <td data-align="right">{figure(l.book)}</td>
      <td data-align="right">
        {l.counted === null ? (
          <span className={here ? 'ho-turn' : 'z-caption'}>{here ? '键入实点数' : '待点'}</span>
        ) : (
          <span className={here ? 'ho-turn' : undefined}>
            <Quantity value={l.counted} unit={unit} strong />
          </span>
        )}
      </td>
      <td data-align="right">
        {l.difference === null ? (
          ''
        ) : (
          <Quantity value={l.difference} signed {...(tone ? { tone } : {})} strong={l.difference !== 0} />
        )}
      </td>
      <td>
        <Result line={l} here={here} />
      </td>
    </tr>
  )
}

function Result({ line: l, here }: { line: HandoverLine; here: boolean }) {
  if (l.moved) return <StatusTag tone="amber">点后有出入</StatusTag>
  if (l.counted === null)
    return here ? <StatusTag tone="blue">正在点</StatusTag> : <StatusTag tone="grey">未点</StatusTag>
  if (!isBroken(l)) return <StatusTag tone="green">相符</StatusTag>
  if (l.case) return <StatusTag tone="amber">已登记</StatusTag>
  if (l.difference === 0) return <StatusTag tone="red">账有改动</StatusTag>
  return (
    <StatusTag tone={(l.difference ?? 0) < 0 ? 'red' : 'amber'}>
      {(l.difference ?? 0) < 0 ? '少' : '多'}
    </StatusTag>
  )
}

/** What a line needs or was given beside its figures: the form of its case, or the case. */
function Below({ line: l, ask }: { line: HandoverLine; ask: ReactNode }) {
  const found = isBroken(l) ? l.case : null
  if (!ask && !found) return null
  return (
    <tr className="ho-below">
      <td colSpan={9}>
        {found ? (
          <div>
            <b>{differenceKindTitle[found.kind]}</b>
            <span className="ho-reason">{found.reason}</span>
            {found.discrepancyId !== null && (
              <Link to={`/discrepancies/${found.discrepancyId}`}>{found.discrepancyNo}</Link>
            )}
            <span className="z-caption">
              {found.carried ? '沿用上次登记' : `${found.foundBy} 登记`}
              {found.previousBy && `，上一班 ${found.previousBy}`}
            </span>
          </div>
        ) : (
          ask
        )}
      </td>
    </tr>
  )
}
