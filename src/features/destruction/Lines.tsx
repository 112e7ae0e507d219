import { Fragment, useState } from 'react'
import { Card } from '#ui/Card.tsx'
import { Drug } from '#ui/Drug.tsx'
import { dateText } from '#ui/format.ts'
import { Link } from '#ui/nav.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import type { DestructionDetail } from './contract.ts'

type Line = DestructionDetail['lines'][number]

/** Lots, and under each its ampoules. */
export function Lines({ of }: { of: DestructionDetail }) {
  const [open, setOpen] = useState<number | undefined>(of.lines.length === 1 ? of.lines[0]?.lotId : undefined)
  return (
    <Card
      title="销毁明细"
      scope={`${of.lines.length} 个批号`}
      extra={
        <>
          合计 <Quantity value={of.containers} unit="个" strong />
        </>
      }
      flush
      grow
    >
      <table className="z-table">
        <thead>
          <tr>
            <th>药品</th>
            <th>批号</th>
            <th>有效期</th>
            <th>生产单位</th>
            <th>容器</th>
            <th data-align="right">数量</th>
            <th data-align="right">单支标签</th>
          </tr>
        </thead>
        <tbody>
          {of.lines.map((line) => (
            <Fragment key={line.lotId}>
              <Lot
                line={line}
                open={open === line.lotId}
                onToggle={() => setOpen(open === line.lotId ? undefined : line.lotId)}
              />
              {open === line.lotId && <Codes line={line} />}
            </Fragment>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

function Lot({ line, open, onToggle }: { line: Line; open: boolean; onToggle: () => void }) {
  return (
    <tr>
      <td>
        <Drug of={line} />
      </td>
      <td>{line.lotNo}</td>
      <td>{dateText(line.expiry)}</td>
      <td>{line.manufacturer ?? ''}</td>
      <td>{line.container}</td>
      <td data-align="right">
        <Quantity value={line.units} unit="个" strong />
      </td>
      <td data-align="right">
        {line.codes.length > 0 ? (
          <button type="button" className="z-link" onClick={onToggle}>
            {open ? '收起' : `看 ${line.codes.length} 支`}
          </button>
        ) : (
          <span className="z-caption">无标签</span>
        )}
      </td>
    </tr>
  )
}

function Codes({ line }: { line: Line }) {
  return (
    <tr>
      <td colSpan={7} className="d-codes">
        <div>
          {line.codes.map((code) => (
            <Link key={code} to={`/trace?q=${encodeURIComponent(code)}`}>
              <TraceCode code={code} />
            </Link>
          ))}
        </div>
      </td>
    </tr>
  )
}
