import { PrinterOutlined } from '@ant-design/icons'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { Drug } from '#ui/Drug.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { dateText, instantText, unitText } from '#ui/format.ts'
import { useMe } from '#ui/me.ts'
import { useParams } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { ProofBadge } from '#ui/ProofBadge.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import type { Column as Col } from '#ui/column.ts'
import { checkItemTitle, readCheck, type CheckDetail } from './checkContract.ts'
import './check.css'

const crumb = [
  { title: '基数管理', to: '/base-stock' },
  { title: '月检查', to: '/base-stock?tab=checks' },
  { title: '检查表' },
]

export function Page() {
  const read = useCall(readCheck, { id: Number(useParams()['id']) })
  const me = useMe()
  if (!read.data) {
    return (
      <Frame title="月检查" crumb={crumb}>
        {read.error ? <ErrorState error={read.error} retry={read.refetch} /> : <SkeletonRows rows={10} />}
      </Frame>
    )
  }
  return <Detail of={read.data} printedBy={me.name} />
}

const itemColumns: readonly Col<CheckDetail['items'][number]>[] = [
  { key: 'item', title: '检查项目', text: (i) => checkItemTitle[i.item] },
  {
    key: 'good',
    title: '结果',
    width: 100,
    render: (i) => <StatusTag tone={i.good ? 'green' : 'red'}>{i.good ? '合格' : '不合格'}</StatusTag>,
  },
  { key: 'note', title: '说明', text: (i) => i.note ?? '' },
]

const lineColumns: readonly Col<CheckDetail['lines'][number]>[] = [
  { key: 'drug', title: '药品', render: (l) => <Drug of={l} /> },
  { key: 'lotNo', title: '批号', width: 110 },
  { key: 'expiry', title: '有效期', width: 110, text: (l) => dateText(l.expiry) },
  {
    key: 'book',
    title: '账面',
    width: 80,
    align: 'right',
    render: (l) => <Quantity value={l.book} unit={l.unit} />,
  },
  {
    key: 'counted',
    title: '实点',
    width: 80,
    align: 'right',
    render: (l) => <Quantity value={l.counted} unit={l.unit} strong />,
  },
  {
    key: 'difference',
    title: '差异',
    width: 70,
    align: 'right',
    render: (l) => (
      <Quantity value={l.difference} signed {...(l.difference ? { tone: 'red' as const } : {})} />
    ),
  },
]

function Detail({ of, printedBy }: { of: CheckDetail; printedBy: string }) {
  const good = of.bad + of.differing === 0
  return (
    <Frame
      title={of.no}
      crumb={crumb}
      tag={
        <StatusTag tone={good ? 'green' : 'amber'}>
          {good ? '合格' : `${of.bad} 项不合格，${of.differing} 批不符`}
        </StatusTag>
      }
      facts={[
        { label: '储位', value: of.place },
        { label: '月份', value: of.month.slice(0, 7) },
        { label: '检查时间', value: instantText(of.checkedAt) },
      ]}
      actions={
        <ActButton k="Ctrl+P" icon={<PrinterOutlined />} onClick={() => window.print()}>
          打印
        </ActButton>
      }
      fit
    >
      <Columns widths="minmax(0, 1fr) 400px">
        <Column>
          <Card title="检查项目" flush>
            <PlainTable
              columns={itemColumns}
              rows={of.items}
              rowKey={(i) => i.item}
              tone={(i) => (i.good ? undefined : 'red')}
            />
          </Card>
          <Card title="清点" scope={`${of.lines.length} 批`} flush grow>
            <PlainTable
              columns={lineColumns}
              rows={of.lines}
              rowKey={(l) => l.lotId}
              tone={(l) => (l.difference ? 'red' : undefined)}
            />
          </Card>
        </Column>
        <Card title="签字" grow foot={of.eventId ? <ProofBadge no={of.eventId} /> : undefined}>
          <div className="z-column">
            <SignatureSlot
              order="第一人"
              title="检查"
              state="signed"
              name={of.checkedBy}
              text={of.checkedTitle}
              at={of.checkedAt}
            />
            <SignatureSlot
              order="第二人"
              title="科室"
              state="signed"
              name={of.witnessedBy}
              text={of.witnessTitle}
              at={of.checkedAt}
            />
            <div>
              <span className="z-caption">发现</span>
              <div>{of.found ?? '没有问题'}</div>
            </div>
          </div>
        </Card>
      </Columns>
      <Sheet of={of} printedBy={printedBy} />
    </Frame>
  )
}

/** 月检查表, A4 portrait. */
function Sheet({ of, printedBy }: { of: CheckDetail; printedBy: string }) {
  return (
    <article className="bs-sheet" aria-hidden>
      <header>
        <div>{of.org}</div>
        <h1>麻醉药品、精神药品基数月检查表</h1>
      </header>
      <p>
        {of.no}　科室：{of.department ?? ''}　储位：{of.place}　月份：{of.month.slice(0, 7)}　检查时间：
        {instantText(of.checkedAt)}
      </p>
      <table>
        <thead>
          <tr>
            <th>检查项目</th>
            <th>结果</th>
            <th>说明</th>
          </tr>
        </thead>
        <tbody>
          {of.items.map((i) => (
            <tr key={i.item}>
              <td>{checkItemTitle[i.item]}</td>
              <td>{i.good ? '合格' : '不合格'}</td>
              <td>{i.note ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table>
        <thead>
          <tr>
            {['药品名称', '规格', '单位', '批号', '效期', '基数', '账面', '实点', '差异'].map((t) => (
              <th key={t}>{t}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {of.lines.map((l) => (
            <tr key={l.lotId}>
              <td>{l.name}</td>
              <td>{unitText(l.spec)}</td>
              <td>{l.unit}</td>
              <td>{l.lotNo}</td>
              <td>{dateText(l.expiry)}</td>
              <td>{l.baseUnits ?? '未核定'}</td>
              <td>{l.book}</td>
              <td>{l.counted}</td>
              <td>{l.difference}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>发现：{of.found ?? '没有问题'}</p>
      <p className="bs-signs">
        <span>检查人签字　{of.checkedBy}</span>
        <span>科室签字　{of.witnessedBy}</span>
      </p>
      <p>
        入证编号 {of.eventId ?? ''}　指纹 {of.eventHash ?? '等待入证'}　{printedBy} 打印于{' '}
        {instantText(Date.now())}
      </p>
    </article>
  )
}
