import { Select, Tabs } from 'antd'
import { useLayoutEffect, useRef, useState } from 'react'
import { discrepancyReasonCodes, discrepancyReasons } from '#core/discrepancy/rules.ts'
import { Drug } from '#ui/Drug.tsx'
import { dateText } from '#ui/format.ts'
import { KeyCap } from '#ui/KeyCap.tsx'
import { Link } from '#ui/nav.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useScanFocus } from '#ui/useScanFocus.ts'
import type { StocktakeDetail, StocktakeRow } from './contract.ts'
import { isFigure, type Counting } from './useCounting.ts'
import { ResultTag, resultTone } from './words.tsx'

/** All reasons at once, nothing to scroll to: the grave ones stand last. */
const everyReasonPx = 440

const views = ['all', 'differing', 'waiting'] as const
type View = (typeof views)[number]
const shows: Record<View, (r: StocktakeRow) => boolean> = {
  all: () => true,
  differing: (r) => r.difference !== null && r.difference !== 0,
  waiting: (r) => r.state === 'waiting',
}
const titles: Record<View, string> = { all: '全部', differing: '有差异', waiting: '未盘' }

interface TableProps {
  of: StocktakeDetail
  counting?: Counting
  onAdd?: () => void
}

/** The rows of a stocktake; with `counting` the current one takes a figure or a scan. */
export function CountTable({ of, counting, onAdd }: TableProps) {
  const [view, setView] = useState<View>('all')
  const rows = of.list.filter(shows[view])
  const several = new Set(of.list.map((r) => r.locationId)).size > 1
  return (
    <>
      <div className="k-tabs">
        <Tabs
          activeKey={view}
          onChange={(key) => setView(key as View)}
          items={views.map((key) => ({
            key,
            label: (
              <>
                {titles[key]} <small>{of.list.filter(shows[key]).length}</small>
              </>
            ),
          }))}
        />
        {counting && <Keys pending={counting.scans.pending} onAdd={onAdd} />}
      </div>
      <div className="z-table-wrap k-rows">
        <table className="z-table">
          <thead>
            <tr>
              {several && <th>储位</th>}
              <th>药品</th>
              <th>批号</th>
              <th>有效期至</th>
              <th data-align="right">账面数</th>
              <th data-align="right">实盘数</th>
              <th data-align="right">差异</th>
              <th>结果</th>
              <th>原因</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.id} {...{ row, several, counting }} blind={of.blind} />
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <p className="k-none">{view === 'waiting' ? '全部盘完' : '没有差异'}</p>}
      </div>
    </>
  )
}

function Keys({ pending, onAdd }: { pending: number; onAdd: (() => void) | undefined }) {
  return (
    <div className="k-keys">
      {pending > 0 && <span role="status">还有 {pending} 码正在计入</span>}
      <span>
        <KeyCap>Enter</KeyCap> 提交本行
      </span>
      <span>
        <KeyCap>↑</KeyCap> <KeyCap>↓</KeyCap> 换行
      </span>
      <span>
        <KeyCap>F4</KeyCap> 复盘
      </span>
      <button type="button" className="z-link" onClick={onAdd}>
        <KeyCap>F8</KeyCap> 添加药品
      </button>
      <span>扫盒码自动累加</span>
    </div>
  )
}

interface RowProps {
  row: StocktakeRow
  blind: boolean
  several: boolean
  counting: Counting | undefined
}

function Row({ row, blind, several, counting }: RowProps) {
  const current = counting !== undefined && counting.current?.id === row.id
  const tone = resultTone(row)
  return (
    <tr
      data-current={current ? '' : undefined}
      className={tone && `z-tone-${tone}`}
      onClick={() => counting?.choose(row.id)}
    >
      {several && <td>{row.place}</td>}
      <td>
        <Drug of={row} />
        {row.item === 'container' && <small className="k-item">空容器</small>}
      </td>
      <td>{row.lotNo}</td>
      <td>{dateText(row.expiry).slice(0, 7)}</td>
      <td data-align="right">
        {row.book === null ? (
          <span className="k-hatched" title={blind ? '提交本行后显示' : '待盘'} />
        ) : (
          <Quantity value={row.book} unit={row.quantityUnit} />
        )}
      </td>
      <td data-align="right">
        {counting && current && <Figure key={`${row.id} ${row.version}`} {...{ row, counting }} />}
        {counting && current && row.state === 'waiting' ? null : row.counted === null ? (
          <span className="z-caption">
            {counting && counting.figureOf(row) ? counting.figureOf(row) : '待盘'}
          </span>
        ) : (
          <Quantity value={row.counted} unit={row.quantityUnit} strong />
        )}
      </td>
      <td data-align="right">
        {row.difference !== null && (
          <Quantity
            value={row.difference}
            signed={row.difference !== 0}
            strong={row.difference !== 0}
            {...(row.difference !== 0 ? { unit: row.quantityUnit } : {})}
            {...(tone ? { tone } : {})}
          />
        )}
      </td>
      <td>
        <ResultTag row={row} current={current} />
      </td>
      <td>
        <Why row={row} counting={counting} />
      </td>
    </tr>
  )
}

/**
 * Digits are a figure; anything longer came from the scanner. On a row that is in, the box is not to be seen and still
 * takes codes and arrows: a scanner never writes into nothing.
 */
function Figure({ row, counting }: { row: StocktakeRow; counting: Counting }) {
  const box = useRef<HTMLInputElement>(null)
  const counted = row.state === 'counted'
  useScanFocus(box, false)
  const { carried } = counting
  // Before the next key can come: afterwards it would be written into nothing.
  useLayoutEffect(() => {
    if (!box.current) return
    box.current.value = carried(row)
    box.current.focus({ preventScroll: true })
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once for each line: the key says so
  }, [])
  function enter(field: HTMLInputElement) {
    const text = field.value.trim()
    // A figure stays until it is accepted; a code makes room for the next one at once.
    if (counted || !isFigure(text)) field.value = ''
    void counting.enter(row, text)
  }
  return (
    <input
      ref={box}
      data-scan
      className={counted ? 'k-catch' : 'k-figure'}
      aria-label={`${row.name} 批号 ${row.lotNo} ${counted ? '已盘，可扫下一码' : '实盘数'}`}
      inputMode="numeric"
      autoComplete="off"
      placeholder={row.scannedCodes > 0 ? String(row.scannedUnits) : ''}
      onChange={(e) => counting.type(row, e.target.value)}
      onKeyDown={(e) => {
        if (e.key === 'Enter') enter(e.currentTarget)
        else if (e.key === 'ArrowDown') counting.step(1)
        else if (e.key === 'ArrowUp') counting.step(-1)
        else return
        e.preventDefault()
      }}
    />
  )
}

function scannedText(row: StocktakeRow, figure: string): string {
  if (row.scannedCodes === 0) return ''
  const loose = /^\d{1,7}$/.test(figure) ? Number(figure) - row.scannedUnits : 0
  const codes = `已扫 ${row.scannedCodes} 码 ${row.scannedUnits} ${row.quantityUnit}`
  return loose > 0 ? `${codes}，零散 ${loose} ${row.quantityUnit}` : codes
}

function Why({ row, counting }: { row: StocktakeRow; counting: Counting | undefined }) {
  if (row.state === 'waiting') {
    const text = counting ? scannedText(row, counting.figureOf(row)) : ''
    return (
      <span className="z-caption">
        {text || (row.firstCounted !== null ? `第一次盘 ${row.firstCounted}` : '')}
      </span>
    )
  }
  if (row.difference === 0)
    return (
      <span className="z-caption">
        {row.moved === 0 ? '' : `盘点期间${row.moved > 0 ? '入' : '出'} ${Math.abs(row.moved)}，已计入`}
      </span>
    )
  return (
    <span className="k-why">
      {counting ? (
        <Select
          size="small"
          status={row.reasonCode ? '' : 'error'}
          placeholder="选择原因"
          aria-label={`${row.name} 批号 ${row.lotNo} 差异原因`}
          value={row.reasonCode}
          popupMatchSelectWidth={false}
          listHeight={everyReasonPx}
          onChange={(reason) => {
            // The next code belongs to the count, not to this list.
            if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
            void counting.give(row, reason)
          }}
          options={discrepancyReasonCodes.map((value) => ({ value, label: discrepancyReasons[value].title }))}
        />
      ) : (
        row.reasonCode && discrepancyReasons[row.reasonCode].title
      )}
      {row.discrepancy && <Link to={`/discrepancies/${row.discrepancy.id}`}>{row.discrepancy.no}</Link>}
      {counting && !row.discrepancy && row.tries < 2 && (
        <button type="button" className="k-again" onClick={() => void counting.recount(row)}>
          复盘
        </button>
      )}
    </span>
  )
}
