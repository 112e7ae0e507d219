import type { Column } from '#ui/DataTable.tsx'
import { deadlineText, shortInstant } from '#ui/format.ts'
import { Link } from '#ui/nav.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import type { RowOf } from '#ui/useList.ts'
import { listRequisitions, listTransfers, requisitionStateTitle, transferStateTitle } from './contract.ts'
import { RequisitionState, TransferState } from './words.tsx'

type Request = RowOf<typeof listRequisitions>
type Transfer = RowOf<typeof listTransfers>

/** What is asked for by a time is late once the time is past and nothing has gone. */
const late = (r: Request) =>
  r.neededBy !== null && r.state === 'requested' && Date.parse(r.neededBy) < Date.now()

function NeededBy({ of }: { of: Request }) {
  if (!of.neededBy) return <span className="z-caption">未限时</span>
  if (of.state !== 'requested') return <>{shortInstant(of.neededBy)}</>
  return <b className={late(of) ? 'rq-late' : 'rq-due'}>{deadlineText(of.neededBy)}</b>
}

/** A plain figure, right-aligned. */
function count<K extends string>(key: K, title: string, width: number): Column<Record<K, number>> {
  return {
    key,
    title,
    align: 'right',
    width,
    render: (r) => <Quantity value={r[key]} />,
    exportText: (r) => r[key],
  }
}

/** 请领单; `send` where the person may pick and send. */
export function requestColumns(send: boolean): readonly Column<Request>[] {
  return [
    {
      key: 'no',
      title: '请领单号',
      width: 150,
      render: (r) => <span className="z-code">{r.no}</span>,
      exportText: (r) => r.no,
    },
    { key: 'location', title: '请领储位' },
    { key: 'source', title: '调出储位' },
    count('drugs', '品种', 60),
    count('units', '请领', 80),
    {
      key: 'sentUnits',
      title: '已出',
      align: 'right',
      width: 80,
      exportText: (r) => r.sentUnits,
      render: (r) => (
        <Quantity
          value={r.sentUnits}
          {...(r.sentUnits > 0 && r.sentUnits < r.units ? { tone: 'amber' as const } : { strong: true })}
        />
      ),
    },
    count('inTransitUnits', '其中在途', 80),
    {
      key: 'neededBy',
      title: '需用',
      width: 140,
      render: (r) => <NeededBy of={r} />,
      exportText: (r) => r.neededBy && shortInstant(r.neededBy),
    },
    { key: 'createdBy', title: '请领人', width: 80 },
    { key: 'createdAt', title: '请领时间', width: 110, text: (r) => shortInstant(r.createdAt) },
    {
      key: 'state',
      title: '状态',
      width: 100,
      render: (r) => <RequisitionState state={r.state} />,
      exportText: (r) => requisitionStateTitle[r.state],
    },
    {
      key: 'act',
      title: '',
      width: 60,
      align: 'right',
      render: (r) =>
        send && r.state !== 'cancelled' && r.sentUnits < r.units ? (
          <Link to={`/transfers/new?requisition=${r.id}`}>配货</Link>
        ) : null,
    },
  ]
}

export const requestTone = (r: Request) => (late(r) ? ('red' as const) : undefined)

export const transferColumns: readonly Column<Transfer>[] = [
  {
    key: 'no',
    title: '调拨单号',
    width: 150,
    render: (r) => <span className="z-code">{r.no}</span>,
    exportText: (r) => r.no,
  },
  { key: 'source', title: '调出储位' },
  { key: 'destination', title: '调入储位' },
  count('drugs', '品种', 60),
  count('sentUnits', '发出', 70),
  {
    key: 'acceptedUnits',
    title: '签收',
    align: 'right',
    width: 70,
    render: (r) => <Quantity value={r.acceptedUnits} strong />,
    exportText: (r) => r.acceptedUnits,
  },
  count('backUnits', '退回', 70),
  {
    key: 'inTransitUnits',
    title: '尚在途',
    align: 'right',
    width: 80,
    exportText: (r) => r.inTransitUnits,
    render: (r) => (
      <Quantity
        value={r.inTransitUnits}
        {...(r.inTransitUnits > 0
          ? { tone: r.state === 'short' ? ('red' as const) : ('amber' as const) }
          : {})}
      />
    ),
  },
  { key: 'people', title: '发出、复核', text: (r) => `${r.sentBy}、${r.checkedBy}` },
  {
    key: 'carrier',
    title: '运送',
    width: 110,
    text: (r) => r.carrier && (r.takenAt || r.inTransitUnits === 0 ? r.carrier : `${r.carrier}（未带走）`),
  },
  { key: 'sentAt', title: '发出时间', width: 110, text: (r) => shortInstant(r.sentAt) },
  { key: 'acceptedBy', title: '签收人', width: 80, text: (r) => (r.acceptedUnits > 0 ? r.acceptedBy : null) },
  {
    key: 'state',
    title: '状态',
    width: 170,
    render: (r) => <TransferState of={r} />,
    exportText: (r) => transferStateTitle[r.state],
  },
]

export const transferTone = (r: Transfer) => (r.state === 'short' ? ('red' as const) : undefined)
