import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { dateText } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { filingKindTitle, listDuties, prepareFiling, type Duty } from './contract.ts'
import { periodTitle } from './rules.ts'
import { FilingTag } from './words.tsx'

/** More rows would push the list off the page; the rest follows when these are done. */
const shown = 5
const verbs = {
  prepared: '核对',
  checked: '报送',
  sent: '查看',
  received: '查看',
  returned: '更正',
  dropped: '查看',
}

/** 应报: periods that are over and not yet received; who has not filed stands in red. */
export function DutyCard({ org, authority }: { org: number | undefined; authority: boolean }) {
  const may = useMay('filing.work') && !authority
  const query = useCall(listDuties, { open: '1', ...(org === undefined ? {} : { org }) })
  const act = useAct(prepareFiling, { onDone: ({ filingId }) => go(`/filings/${filingId}`) })
  const rows = query.data?.rows ?? []
  const late = rows.filter((r) => r.overdue).length
  const columns: Column<Duty>[] = [
    ...(authority ? [{ key: 'org', title: '机构', width: 200 }] : []),
    { key: 'kind', title: '内容', width: 190, text: (r) => filingKindTitle[r.kind] },
    { key: 'period', title: '报送期', width: 150, text: (r) => periodTitle(r.kind, r.period) },
    { key: 'dueOn', title: '期限', width: 110, text: (r) => dateText(r.dueOn) },
    { key: 'state', title: '状态', render: (r) => <FilingTag of={r} /> },
    {
      key: 'act',
      title: '',
      width: 110,
      align: 'right',
      render: (r) =>
        r.filingId !== null ? (
          <ActButton size="small" onClick={() => go(`/filings/${r.filingId ?? ''}`)}>
            {authority ? '查看' : verbs[r.state ?? 'sent']}
          </ActButton>
        ) : (
          may && (
            <ActButton
              size="small"
              busy={act.busy}
              onClick={() => act.run({ kind: r.kind, period: r.period })}
            >
              编制
            </ActButton>
          )
        ),
    },
  ]
  if (query.error && !query.data) return <ErrorState error={query.error} retry={query.refetch} />
  return (
    <Card
      flush
      title={authority ? '未报与待回执' : '应报'}
      scope={
        rows.length === 0
          ? '没有到期的报送；每月数量、每季名单，次月 10 日前报（10 日为本地惯例）'
          : `${rows.length} 项${late > 0 ? `，逾期 ${late}` : ''}；每月数量、每季名单，次月 10 日前报（10 日为本地惯例）`
      }
    >
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      {rows.length > 0 && (
        <PlainTable
          columns={columns}
          rows={rows.slice(0, shown)}
          rowKey={(r) => `${r.orgId}|${r.kind}|${r.period}`}
          tone={(r) => (r.overdue ? 'red' : undefined)}
        />
      )}
    </Card>
  )
}
