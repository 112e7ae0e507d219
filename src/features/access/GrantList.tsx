import { DataTable, type Column } from '#ui/DataTable.tsx'
import { deadlineText, instantText } from '#ui/format.ts'
import { go } from '#ui/nav.tsx'
import { Person } from '#ui/Person.tsx'
import { useAct } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { toast } from '#ui/toast.tsx'
import { endTemporary, listGrants, type Grant, type GrantState } from './contract.ts'

const stateTitle: Record<GrantState, string> = {
  active: '生效中',
  ahead: '未开始',
  over: '已到期',
  ended: '已收回',
}

function State({ of }: { of: Grant }) {
  if (of.state === 'active') return <StatusTag tone="blue">{deadlineText(of.validTo)}</StatusTag>
  return <StatusTag tone="grey">{stateTitle[of.state]}</StatusTag>
}

interface Props {
  org: number | undefined
  may: boolean
  onNew: (() => void) | undefined
}

/** 临时授权: helps out until an hour, and lapses by itself. */
export function GrantList({ org, may, onNew }: Props) {
  const end = useAct(endTemporary, { onDone: () => toast('已收回，下一次操作起失效') })
  const columns: readonly Column<Grant>[] = [
    {
      key: 'no',
      title: '单号',
      width: 136,
      sortable: true,
      render: (r) => <span className="z-code">{r.no}</span>,
      exportText: (r) => r.no,
    },
    {
      key: 'name',
      title: '人员',
      width: 160,
      sortable: true,
      render: (r) => <Person name={r.name} role={r.title} />,
      exportText: (r) => r.name,
    },
    {
      key: 'roleName',
      title: '岗位与范围',
      text: (r) => (r.scope ? `${r.roleName}（${r.scope}）` : r.roleName),
    },
    {
      key: 'validTo',
      title: '有效',
      width: 220,
      sortable: true,
      text: (r) => `${instantText(r.validFrom).slice(5)} 至 ${instantText(r.validTo).slice(5)}`,
    },
    { key: 'reason', title: '原因', text: (r) => r.reason },
    { key: 'approvedBy', title: '批准人', width: 80 },
    {
      key: 'state',
      title: '状态',
      width: 150,
      render: (r) => <State of={r} />,
      exportText: (r) => stateTitle[r.state],
    },
    {
      key: 'act',
      title: '',
      width: 76,
      align: 'right',
      exportText: () => '',
      render: (r) =>
        may &&
        (r.state === 'active' || r.state === 'ahead') && (
          <ReasonButton
            size="small"
            verb="收回"
            presets={['本人已到岗', '不再需要']}
            onConfirm={async (reason) => {
              const done = await end.run({ id: r.grantId, reason })
              if (!done && end.refused) toast(end.refused.text, 'red')
            }}
          />
        ),
    },
  ]
  return (
    <DataTable
      endpoint={listGrants}
      input={{ org }}
      columns={columns}
      rowKey={(r) => r.grantId}
      search="姓名、单号、岗位"
      filters={[
        {
          key: 'state',
          title: '全部状态',
          width: 112,
          options: Object.entries(stateTitle).map(([value, text]) => ({ value, text })),
        },
      ]}
      onOpen={(r) => go(`/access/people/${r.userId}${org === undefined ? '' : `?org=${org}`}`)}
      {...(onNew ? { onNew } : {})}
      tone={(r) => (r.state === 'over' || r.state === 'ended' ? 'grey' : undefined)}
      exportName="临时授权"
      empty="没有临时授权"
      emptyText="顶班、进修、外出时用；到时间自动失效，不用收回"
    />
  )
}
