import { choiceFilter, period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'
import { filingKindTitle, filingStateTitle } from './contract.ts'

const outcomeTitle = { accepted: '已签收', returned: '被退回' }

/** 报送日志: a line for each receiver of each version; a draft has one line without. */
export const filingLog = report({
  code: 'filings',
  title: '报送日志',
  group: 'people',
  basis: '麻醉药品和精神药品管理条例 第三十八条、第五十九条',
  permission: 'filing.read',
  filters: {
    ...period,
    kind: choiceFilter('内容', filingKindTitle),
    state: choiceFilter('状态', filingStateTitle),
  },
  order: { at: 'timestamptz', filingId: 'bigint', dispatchId: 'bigint' },
  retention: { record: 'log', from: 'at' },
  print: { paper: 'landscape', lines: 18 },
  note: '送出的内容不再改变，更正另出一版；每月、每季 10 日为本地惯例',
  columns: [
    { key: 'no', title: '报送单', kind: 'text', width: 1.3 },
    { key: 'kind', title: '内容', kind: 'text', words: filingKindTitle, width: 1.4 },
    { key: 'period', title: '报送期', kind: 'date', width: 0.9 },
    { key: 'version', title: '版本', kind: 'quantity', unit: '版', width: 0.5 },
    { key: 'reason', title: '更正原因', kind: 'text', width: 1.3 },
    { key: 'at', title: '编制', kind: 'instant', width: 1.2 },
    { key: 'preparedBy', title: '编制人', kind: 'person', width: 0.8 },
    { key: 'checkedBy', title: '核对人', kind: 'person', width: 0.8 },
    { key: 'dueOn', title: '期限', kind: 'date', width: 0.9 },
    { key: 'sentAt', title: '报送', kind: 'instant', width: 1.2 },
    { key: 'receiver', title: '接收单位', kind: 'text', width: 1.6 },
    { key: 'receiptNo', title: '回执号', kind: 'text', width: 1.3 },
    { key: 'outcome', title: '回执', kind: 'text', words: outcomeTitle, width: 0.7 },
    { key: 'receivedAt', title: '回执日期', kind: 'date', width: 0.9 },
    { key: 'state', title: '状态', kind: 'text', words: filingStateTitle, width: 0.8 },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select x.prepared_at as at, x.id as filing_id, coalesce(d.id, 0) as dispatch_id, x.no, x.kind, x.period, x.version::bigint as version, x.reason,
      a.name as prepared_by, b.name as checked_by, x.due_on, x.sent_at, d.receiver, d.receipt_no, d.outcome, d.done_at as received_at, x.state,
      '/filings/' || x.id as link
    from filing.filing_now x
    join identity.app_user a on a.org_id = x.org_id and a.id = x.prepared_by
    left join identity.app_user b on b.org_id = x.org_id and b.id = x.checked_by
    left join filing.dispatch_now d on d.org_id = x.org_id and d.filing_id = x.id
    where x.org_id = ${org} and x.prepared_at >= ${p.from} and x.prepared_at < ${p.to}
      and (${f.kind ?? null}::text is null or x.kind = ${f.kind ?? null})
      and (${f.state ?? null}::text is null or x.state = ${f.state ?? null})`,
})
