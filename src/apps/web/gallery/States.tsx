import { Button } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { DeadlineTrack } from '#ui/DeadlineTrack.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { Figures, type Figure } from '#ui/Figures.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { Progress } from '#ui/Progress.tsx'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { CallRefused } from '#ui/refused.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { toast } from '#ui/toast.tsx'

const nothing = () => undefined

export function Acts() {
  const [open, setOpen] = useState(false)
  return (
    <div className="g-pair">
      <Card title="按钮与快捷键">
        <div className="g-row">
          <ActButton kind="filled" k="F10" onClick={() => toast('已签字入库')}>
            签字入库
          </ActButton>
          <ActButton k="F8" onClick={nothing}>
            登记异常
          </ActButton>
          <ReasonButton
            verb="复盘这一行"
            presets={['数目不符', '批号不符']}
            onConfirm={async () => toast('已记录')}
          />
          <ActButton kind="link" onClick={() => setOpen(true)}>
            查看登记
          </ActButton>
        </div>
        <div style={{ marginTop: 12 }}>
          <ActButton kind="filled" blocked="芬太尼 4 盒、第二人签字" onClick={nothing}>
            结束盘点
          </ActButton>
        </div>
        <div style={{ display: 'grid', gap: 8, marginTop: 12 }}>
          <Notice tone="red">本单没有哌替啶。这盒先放进待查盒，继续扫下一盒</Notice>
          <Notice tone="amber" action={<Button size="small">查看</Button>}>
            彭丽的调剂资格 11-30 到期
          </Notice>
        </div>
        <Panel title="短少登记" scope="注射用盐酸瑞芬太尼" open={open} onClose={() => setOpen(false)}>
          外箱封签完好，缺第 12 盒。
        </Panel>
      </Card>
      <Card title="进度、时限">
        <div style={{ display: 'grid', gap: 14 }}>
          <Progress done={37} total={46} short={1} unit="盒" />
          <Progress done={7} total={10} unit="盒" segments />
          <Progress done={6} total={10} short={2} unit="盒" segments />
          <DeadlineTrack
            steps={[
              { title: '发现', at: '11-20 09:12', state: 'passed' },
              { title: '本院说明', at: '11-21 前，未报', state: 'missed' },
              { title: '主管部门核查', at: '剩 3 小时 25 分', state: 'current' },
              { title: '结论', at: '11-27', state: 'ahead' },
            ]}
          />
        </div>
      </Card>
    </div>
  )
}

export function States() {
  return (
    <Card title="空、错、加载">
      <div className="g-four">
        <EmptyState title="今天没有未闭环" text="95 次领用全部闭环，最近 14:02" />
        <EmptyState
          title="没有符合条件的药品"
          text="试试去掉“精二”这个条件"
          action={<Button size="small">清除条件</Button>}
        />
        <ErrorState
          error={new CallRefused({ status: 500, detail: '已填内容还在，请重试', requestId: '7f3a91c2-0000' })}
          retry={nothing}
        />
        <SkeletonRows rows={4} />
      </div>
    </Card>
  )
}

const duties: Figure[] = [
  {
    key: '1',
    title: '专人管理',
    figure: 24,
    words: '人在册，资格有效 24 人',
    tag: {
      tone: 'amber',
      text: '1 项将到期',
    },
    foot: {
      text: '彭丽 调剂资格',
      due: '11-30 到期',
      dueTone: 'amber',
    },
  },
  {
    key: '2',
    title: '专柜加锁',
    figure: 14,
    words: '处库柜，视频 14 路在线',
    tag: {
      tone: 'green',
      text: '全部上锁',
    },
    foot: { text: '今日无待办' },
  },
  {
    key: '3',
    title: '专用账册',
    figure: 46,
    words: '笔今日已入账',
    tag: {
      tone: 'green',
      text: '账平',
    },
    foot: {
      text: '日结',
      due: '17:30 前',
    },
  },
  {
    key: '4',
    title: '专用处方',
    figure: 38,
    words: '张今日处方，编号连续',
    tag: {
      tone: 'amber',
      text: '2 张待核对',
    },
    foot: {
      text: '门诊药房核对',
      due: '今日内',
      dueTone: 'amber',
    },
  },
  {
    key: '5',
    title: '专册登记',
    figure: 25,
    words: '条已登，应登 27 条',
    tag: {
      tone: 'amber',
      text: '2 条待补',
    },
    foot: {
      text: '残余处置专册',
      due: '17:30 前',
      dueTone: 'amber',
    },
  },
]

const urgent: Figure[] = [
  { key: '1', title: '在手超时', figure: 3, words: '支，2 家', tone: 'red' },
  { key: '2', title: '盘损未报', figure: 1, words: '家，3 支', tone: 'red' },
  { key: '3', title: '在途未签收', figure: 4, words: '笔，最长 3 小时 20 分', tone: 'amber' },
  { key: '4', title: '欠空安瓿', figure: 16, words: '个，9 家', tone: 'amber' },
  { key: '5', title: '无上传超 24 小时', figure: null },
  { key: '6', title: '今日闭环', figure: 1402, words: '次，应闭环 1,425' },
]

export function FigureRows() {
  return (
    <>
      <Figures look="tiles" items={duties} />
      <Figures items={urgent} />
    </>
  )
}
