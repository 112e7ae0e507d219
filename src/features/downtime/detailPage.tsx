import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { fileUrl } from '#ui/call.ts'
import { shortInstant } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { Link, useParams } from '#ui/nav.tsx'
import { Page as Frame, type PageFact } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { ClosePanel } from './ClosePanel.tsx'
import { formFateTitle, readDowntime, type Downtime, type Form } from './contract.ts'
import { EndPanel } from './EndPanel.tsx'
import { EnterPanel } from './EnterPanel.tsx'
import { FormPanel } from './FormPanel.tsx'
import { StateTag } from './page.tsx'
import { formText } from './rules.ts'
import './downtime.css'

type Open = 'end' | 'form' | 'close' | { form: Form; line: number } | undefined

function factsOf(d: Downtime): PageFact[] {
  return [
    { label: '储位', value: d.places },
    { label: '开始', value: shortInstant(d.startedAt) },
    { label: '恢复', value: d.endedAt ? shortInstant(d.endedAt) : '还没有恢复' },
    { label: '补录', value: `${d.entered} / ${d.lines} 行` },
  ]
}

/** One downtime: its sheets line by line, what is still missing, and the two who close it. */
export function Page() {
  const { id } = useParams()
  const query = useCall(readDowntime, { id: Number(id) })
  const crumb = [{ title: '停机补录', to: '/downtimes' }]
  if (query.data) return <Body of={query.data} />
  return (
    <Frame title="停机" crumb={crumb}>
      {query.error ? <ErrorState error={query.error} retry={query.refetch} /> : <SkeletonRows rows={8} />}
    </Frame>
  )
}

function Body({ of }: { of: Downtime }) {
  const me = useMe()
  const own = me.org.orgId === of.orgId
  const work = useMay('downtime.work') && own
  const close = useMay('downtime.close') && own
  const [open, setOpen] = useState<Open>()
  const done = () => setOpen(undefined)
  const going = of.state !== 'closed'
  return (
    <Frame
      fit
      title={of.reason}
      no={of.no}
      crumb={[{ title: '停机补录', to: '/downtimes' }, { title: of.places }]}
      facts={factsOf(of)}
      actions={
        <>
          <StateTag of={of} />
          {work && going && <ActButton onClick={() => setOpen('form')}>登记应急单</ActButton>}
          {work && of.endedAt === null && (
            <ActButton kind="filled" k="F4" onClick={() => setOpen('end')}>
              登记恢复
            </ActButton>
          )}
          {close && of.endedAt !== null && going && (
            <ActButton kind="filled" k="F4" onClick={() => setOpen('close')}>
              核对关闭
            </ActButton>
          )}
        </>
      }
    >
      <Columns widths="minmax(0, 1fr) 380px">
        <Column>
          <Sheets of={of} may={work && going} onEnter={(form, line) => setOpen({ form, line })} />
        </Column>
        <Column>
          <Missing of={of} />
        </Column>
      </Columns>
      {open === 'end' && <EndPanel of={of} onClose={done} />}
      {open === 'form' && <FormPanel of={of} onClose={done} />}
      {open === 'close' && <ClosePanel of={of} onClose={done} />}
      {typeof open === 'object' && <EnterPanel of={of} form={open.form} line={open.line} onClose={done} />}
    </Frame>
  )
}

interface SheetsProps {
  of: Downtime
  may: boolean
  onEnter: (form: Form, line: number) => void
}

function Sheets({ of, may, onEnter }: SheetsProps) {
  return (
    <Card title="应急单" scope={`${of.sheets.length} 张`} flush grow>
      {of.sheets.length === 0 ? (
        <EmptyState title="还没有登记应急单" text="把用过的拍照登记；写错的作废、找不到的丢失也要登记" />
      ) : (
        <table className="z-table">
          <thead>
            <tr>
              <th>编号</th>
              <th>行</th>
              <th>发生</th>
              <th>记账</th>
              <th>补录</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {of.sheets.map((f) =>
              f.fate === 'used' ? (
                <Used key={f.formId} {...{ of, f, may, onEnter }} />
              ) : (
                <Unused key={f.formId} f={f} />
              ),
            )}
          </tbody>
        </table>
      )}
    </Card>
  )
}

function Used({ of, f, may, onEnter }: SheetsProps & { f: Form }) {
  return f.lines.map((l, i) => (
    <tr key={l.line}>
      {i === 0 && (
        <td rowSpan={f.lines.length} className="dt-form">
          <b className="z-code">{f.no}</b>
          <small>
            {f.actedBy}
            {f.witnessedBy && `、${f.witnessedBy}`}
          </small>
          {f.sha256 && (
            <a href={fileUrl(f.sha256, of.orgId)} target="_blank" rel="noreferrer">
              看照片
            </a>
          )}
        </td>
      )}
      <td>{l.line}</td>
      <td>{l.happenedAt ? shortInstant(l.happenedAt) : ''}</td>
      <td>{l.what ?? <StatusTag tone="amber">未补录</StatusTag>}</td>
      <td>{l.enteredAt ? `${l.enteredBy ?? ''}，${shortInstant(l.enteredAt)}` : ''}</td>
      <td data-align="right">
        {l.movementId === null ? (
          may && (
            <button type="button" className="z-link" onClick={() => onEnter(f, l.line)}>
              补录第 {l.line} 行
            </button>
          )
        ) : (
          <Link to={`/movements/${l.movementId}`}>查看</Link>
        )}
      </td>
    </tr>
  ))
}

function Unused({ f }: { f: Form }) {
  return (
    <tr>
      <td>
        <b className="z-code">{f.no}</b>
      </td>
      <td />
      <td colSpan={4}>
        <StatusTag tone={f.fate === 'lost' ? 'red' : 'grey'}>{formFateTitle[f.fate]}</StatusTag> {f.reason}，
        {f.registeredBy}
      </td>
    </tr>
  )
}

/** What keeps it from being closed, and where that is done. */
function Missing({ of }: { of: Downtime }) {
  const left = of.lines - of.entered
  return (
    <Card title="核对" scope={of.state === 'closed' ? '已关闭' : '都齐了才能关闭'} grow>
      <ul className="dt-missing">
        <li>
          <span>恢复时间</span>
          {of.endedAt ? (
            <StatusTag tone="green">已登记</StatusTag>
          ) : (
            <StatusTag tone="amber">未登记</StatusTag>
          )}
        </li>
        <li>
          <span>应急单逐行补录</span>
          {left > 0 ? (
            <StatusTag tone="amber">还差 {left} 行</StatusTag>
          ) : (
            <StatusTag tone="green">已齐</StatusTag>
          )}
        </li>
        {of.books.map((b) => (
          <li key={b.bookId}>
            <span>
              {b.place} {formText(b.prefix, b.firstNo)} – {formText(b.prefix, b.lastNo)}
            </span>
            <small>{b.nextNo === null ? '已用完' : `下一张空白应为 ${formText(b.prefix, b.nextNo)}`}</small>
          </li>
        ))}
        <li>
          <span>恢复后两人清点</span>
          {of.endedAt === null ? (
            <small>恢复以后</small>
          ) : of.uncounted.length > 0 ? (
            <StatusTag tone="amber">还差 {of.uncounted.length} 个批号</StatusTag>
          ) : (
            <StatusTag tone="green">已齐</StatusTag>
          )}
        </li>
        {of.uncounted.slice(0, 8).map((u) => (
          <li key={`${u.place}${u.lotNo}`} className="dt-lot">
            <small>
              {u.place}，{u.drug}，批号 {u.lotNo}
            </small>
          </li>
        ))}
        {of.uncounted.length > 0 && (
          <li>
            <Link to="/handovers">去交接班清点</Link>
            <Link to="/stocktakes">去盘点</Link>
          </li>
        )}
        {of.closedAt && (
          <li>
            <span>
              {of.closedBy}、{of.closedWith} 关闭
            </span>
            <small>{shortInstant(of.closedAt)}</small>
          </li>
        )}
      </ul>
    </Card>
  )
}
