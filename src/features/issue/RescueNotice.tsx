import { deadlineText, durationText, shortInstant } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { useSearch } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { rescueReasonTitle, type IssueDetail } from './contract.ts'

/** A rescue says so on its page: why there was no order, and whether it followed. */
export function RescueNotice({
  issue,
  rescue,
}: {
  issue: IssueDetail
  rescue: NonNullable<IssueDetail['rescue']>
}) {
  const me = useMe()
  const may = useMay('emergency.match') && me.org.orgId === issue.orgId
  const [, change] = useSearch()
  const why = [rescueReasonTitle[rescue.reason], rescue.note].filter(Boolean).join('，')
  const head = `抢救用药（${why}），${issue.doctor}口头医嘱`
  if (rescue.matchedAt) {
    const took = durationText(Date.parse(rescue.matchedAt) - Date.parse(issue.issuedAt))
    const late = Date.parse(rescue.matchedAt) > Date.parse(rescue.dueAt)
    return (
      <Notice tone={late ? 'amber' : 'green'}>
        {head}。{shortInstant(rescue.matchedAt)} 由 {rescue.matchedBy} 补办医嘱 <b>{rescue.order}</b>
        {rescue.confirmedBy && `，${rescue.confirmedBy} 签字`}，用时 {took}
        {late && '，已逾期'}
        {rescue.doctorReason && `；由另一医师开具：${rescue.doctorReason}`}
      </Notice>
    )
  }
  if (issue.orderDueAt === null) return <Notice tone="grey">{head}，已红冲</Notice>
  return (
    <Notice
      tone={Date.parse(rescue.dueAt) < Date.now() ? 'red' : 'amber'}
      action={
        may && (
          <button type="button" className="z-link" onClick={() => change({ act: 'order' })}>
            补办医嘱
          </button>
        )
      }
    >
      {head}。医嘱应在 {shortInstant(rescue.dueAt)} 前补办，{deadlineText(rescue.dueAt)}
    </Notice>
  )
}
