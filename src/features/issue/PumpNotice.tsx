import { listPumps } from '#features/infusion/contract.ts'
import { Link } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useCall } from '#ui/query.ts'
import type { IssueDetail } from './contract.ts'

const words = { running: '运行中', rest: '已停，余液待处置', closed: '已结清' } as const

/** The pumps of a case, each a link: what is in them is still in its account. */
export function PumpNotice({ issue, org }: { issue: IssueDetail; org: number | undefined }) {
  const query = useCall(
    listPumps,
    { issueId: issue.id, pageSize: 20, ...(org === undefined ? {} : { org }) },
    { refetchInterval: 30_000 },
  )
  const pumps = query.data?.rows ?? []
  if (pumps.length === 0) return null
  const tone = pumps.some((p) => p.state === 'rest') ? 'amber' : 'blue'
  return (
    <Notice tone={tone}>
      {pumps.map((p, i) => (
        <span key={p.id}>
          {i > 0 && '　'}
          <Link to={`/infusions/${p.id}`}>{`泵 ${p.deviceNo}`}</Link>
          {` ${words[p.state]}，${p.keeper} 看管`}
        </span>
      ))}
    </Notice>
  )
}
