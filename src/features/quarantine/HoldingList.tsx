import { DataTable, type Column } from '#ui/DataTable.tsx'
import { Drug } from '#ui/Drug.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { Link } from '#ui/nav.tsx'
import { heldReasons, heldReasonTitle, listHoldings, type HoldingRow } from './contract.ts'
import { ReasonTag, Waiting } from './words.tsx'
import './quarantine.css'

const filter = {
  key: 'reason',
  title: '全部原因',
  options: heldReasons.map((value) => ({ value, text: heldReasonTitle[value] })),
}

interface Props {
  input: { org?: number }
  /** Set where the person may release. */
  onRelease?: (row: HoldingRow) => void
}

/** 待查药品: what lies in the red boxes now, the longest first, and what may become of it. */
export function HoldingList({ input, onRelease }: Props) {
  const columns: readonly Column<HoldingRow>[] = [
    { key: 'name', title: '药品', render: (r) => <Drug of={r} />, exportText: (r) => `${r.name} ${r.spec}` },
    { key: 'lotNo', title: '批号', width: 110 },
    { key: 'expiry', title: '有效期', width: 100 },
    {
      key: 'units',
      title: '数量',
      width: 80,
      align: 'right',
      render: (r) => <Quantity value={r.units} unit={r.unit} strong />,
      exportText: (r) => r.units,
    },
    {
      key: 'reason',
      title: '原因',
      width: 116,
      render: (r) => <ReasonTag of={r.reason} />,
      exportText: (r) => heldReasonTitle[r.reason],
    },
    {
      key: 'note',
      title: '说明',
      render: (r) => <span className="q-note">{r.note ?? ''}</span>,
      exportText: (r) => r.note ?? '',
    },
    { key: 'account', title: '在', width: 110 },
    {
      key: 'no',
      title: '待查单',
      width: 140,
      render: (r) => (r.recordId ? <Link to={`/quarantine/${r.recordId}`}>{r.no}</Link> : ''),
      exportText: (r) => r.no ?? '',
    },
    {
      key: 'since',
      title: '已等',
      width: 96,
      render: (r) => <Waiting since={r.since} />,
      exportText: (r) => r.since,
    },
    {
      key: 'act',
      title: '',
      width: 84,
      render: (r) =>
        r.releasable && onRelease ? (
          <button type="button" className="z-link" onClick={() => onRelease(r)}>
            解除待查
          </button>
        ) : r.reason === 'patientReturn' ? (
          <span className="z-caption">只能销毁</span>
        ) : (
          ''
        ),
    },
  ]
  return (
    <DataTable
      endpoint={listHoldings}
      input={input}
      columns={columns}
      rowKey={(r) => `${r.accountId}|${r.lotId}`}
      search="药品、批号、待查单号"
      filters={[filter]}
      exportName="待查药品"
      empty="红盒里没有待查药品"
      emptyText="过期、破损、质量有疑问的药品移入待查后在这里"
    />
  )
}
