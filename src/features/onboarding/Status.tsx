import { Popconfirm, Button } from 'antd'
import { Card } from '#ui/Card.tsx'
import { FactList } from '#ui/FactList.tsx'
import { Link } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Timeline } from '#ui/Timeline.tsx'
import type { OwnApplication } from './contract.ts'
import { factsOf } from './facts.tsx'
import { allows } from './rules.ts'
import { StateTag } from './tags.tsx'
import type { ApplicationDesk } from './useApplication.ts'
import { stepTitle } from './words.ts'

function Outcome({ of }: { of: OwnApplication }) {
  const reason = of.steps.at(-1)?.reason
  switch (of.state) {
    case 'submitted':
      return <Notice tone="blue">{`已提交，等待${of.authority}审核`}</Notice>
    case 'returned':
      return <Notice tone="amber">{`退回补正：${reason}`}</Notice>
    case 'rejected':
      return <Notice tone="red">{`不予通过：${reason}`}</Notice>
    case 'withdrawn':
      return <Notice tone="grey">已撤回；需要时可以重新申请</Notice>
    case 'approved':
      return (
        <Notice tone="green" action={<Link to="/sign-in">去登录</Link>}>
          {`审核通过。用 ${of.adminAccount}@${of.orgCode} 和申请时设的密码登录`}
        </Notice>
      )
    case 'draft':
      return <Notice tone="grey">草稿，还没有提交；30 天不再修改将自动清除</Notice>
  }
}

/** How it stands, what was said, what can still be done. */
export function Status({ of, desk }: { of: OwnApplication; desk: ApplicationDesk }) {
  return (
    <>
      <Outcome of={of} />
      <Card title={of.name} scope={<StateTag of={of.state} />}>
        <FactList items={factsOf(of)} />
      </Card>
      {of.steps.length > 0 && (
        <Card title="经过">
          <Timeline
            items={of.steps.map((s, i) => ({
              key: i,
              at: s.at,
              act: stepTitle[s.what],
              place: s.reason ?? undefined,
              tone: s.what === 'rejected' ? 'red' : s.what === 'returned' ? 'amber' : 'blue',
            }))}
          />
        </Card>
      )}
      {desk.refused && <Notice tone="red">{desk.refused.text}</Notice>}
      {allows('withdraw', of.state) && (
        <div className="ob-foot">
          <Popconfirm
            title="撤回这份申请？"
            description="撤回后不能恢复，需要时重新申请"
            okText="撤回"
            cancelText="不撤回"
            onConfirm={() => desk.withdraw()}
          >
            <Button danger loading={desk.busy === 'withdraw'}>
              撤回申请
            </Button>
          </Popconfirm>
        </div>
      )}
    </>
  )
}
