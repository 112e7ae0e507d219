import { Checkbox, Input, InputNumber, Select, Tabs } from 'antd'
import { useState } from 'react'
import {
  closeBlocked,
  discrepancyReasonCodes,
  discrepancyReasons,
  type DiscrepancyReason,
} from '#core/discrepancy/rules.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Labelled } from '#ui/Labelled.tsx'
import { useMay } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import {
  closeCase,
  explain,
  noteOnDiscrepancy,
  recountCase,
  reportCase,
  reportReceivers,
  type DiscrepancyCase,
} from './contract.ts'

const endsText = {
  adjust: '说明后可由药学部负责人批准调账',
  recount: '账面不调：补登、归位后复盘到相符',
  report: '须登记上报公安、药监、卫健后才能调账',
} as const

const nextText = {
  explain: '先由两人说明原因',
  report: '须登记上报',
  level: '账物还不相符：复盘，或到盘点单批准调账',
  done: '已关闭',
} as const

const measuredText = { ...nextText, level: '检测仍不符：到样品再测一次，或按检测结果调账' } as const

/** What may be done about it now, the next act first. */
export function Acts({ of }: { of: DiscrepancyCase }) {
  const [may, manage] = [useMay('discrepancy.work'), useMay('discrepancy.manage')]
  // Turned to by hand it stays, whatever the case becomes meanwhile; untouched it follows the next act.
  const [chosen, choose] = useState<string>()
  const blocked = closeBlocked(of)
  // What a laboratory measured is measured again, not counted.
  const measured = of.sourceKind === 'assay'
  if (of.state === 'closed') return <Notice tone="green">已关闭，账物相符。</Notice>
  if (!may && !manage)
    return <Notice tone="amber">{blocked ? nextText[blocked] : '等药学部负责人关闭'}</Notice>
  const items = [
    ...(may ? [{ key: 'explain', label: '说明', children: <Explain key={of.version} of={of} /> }] : []),
    ...(may && !measured
      ? [{ key: 'recount', label: '复盘', children: <Recount key={of.version} of={of} /> }]
      : []),
    ...(manage ? [{ key: 'report', label: '上报', children: <Report key={of.version} of={of} /> }] : []),
    ...(manage
      ? [{ key: 'close', label: '关闭', children: <Close key={of.version} of={of} blocked={blocked} /> }]
      : []),
    ...(may ? [{ key: 'note', label: '记事', children: <Note of={of} /> }] : []),
  ]
  const first =
    blocked === undefined && manage
      ? 'close'
      : blocked === 'report' && manage
        ? 'report'
        : blocked === 'level' && !measured
          ? 'recount'
          : 'explain'
  return (
    <Card title="办理" scope={blocked ? (measured ? measuredText : nextText)[blocked] : '可以关闭'}>
      <Tabs
        activeKey={[chosen, first].find((k) => items.some((i) => i.key === k)) ?? items[0]?.key ?? ''}
        onChange={choose}
        items={items}
        destroyOnHidden
      />
    </Card>
  )
}

function Explain({ of }: { of: DiscrepancyCase }) {
  const [reasonCode, setReason] = useState<DiscrepancyReason | undefined>(of.reasonCode ?? undefined)
  const [text, setText] = useState('')
  const input = { id: of.id, version: of.version, reasonCode: reasonCode ?? 'unknown', text: text.trim() }
  const signed = useSigned(explain, input, { onDone: () => toast('已说明') })
  const lack = [!reasonCode && '原因', !input.text && '经过']
  return (
    <div className="z-column">
      <Labelled title="原因">
        <Select
          aria-label="原因"
          placeholder="选择原因"
          // All of them at once: the grave ones stand last.
          listHeight={440}
          value={reasonCode}
          onChange={(v: DiscrepancyReason) => setReason(v)}
          options={discrepancyReasonCodes.map((value) => ({ value, label: discrepancyReasons[value].title }))}
        />
      </Labelled>
      {reasonCode && <span className="z-caption">{endsText[discrepancyReasons[reasonCode].ends]}</span>}
      <Labelled title="经过" hint="查了什么、问了谁、结论">
        <Input.TextArea rows={4} maxLength={1000} value={text} onChange={(e) => setText(e.target.value)} />
      </Labelled>
      <TwoSignatures of={signed} title="说明" who="见证人" lack={lack} verb="两人签字说明">
        {of.previousBy && (
          <span className="z-caption">
            上一经手人 {[of.previousBy, of.previousWith].filter(Boolean).join('、')} 可以说明，不能做见证
          </span>
        )}
      </TwoSignatures>
    </div>
  )
}

function Recount({ of }: { of: DiscrepancyCase }) {
  const [counted, setCounted] = useState<number | null>(null)
  const input = { id: of.id, version: of.version, counted: counted ?? 0 }
  const signed = useSigned(recountCase, input, {
    onDone: (r) =>
      toast(r.level ? '账物相符' : `账面 ${r.book}，实物 ${r.counted}，仍不相符`, r.level ? 'green' : 'red'),
  })
  return (
    <div className="z-column">
      <Labelled
        title="实数"
        hint={of.code ? `该码现有，${of.quantityUnit}` : `该批号在${of.place}现有，${of.quantityUnit}`}
      >
        <InputNumber
          aria-label="实数"
          min={0}
          precision={0}
          value={counted}
          onChange={setCounted}
          style={{ width: '100%' }}
        />
      </Labelled>
      <TwoSignatures
        of={signed}
        title="复盘"
        who="见证人"
        lack={[counted === null && '实数']}
        verb="两人签字复盘"
      />
    </div>
  )
}

function Report({ of }: { of: DiscrepancyCase }) {
  const [receivers, setReceivers] = useState<(typeof reportReceivers)[number][]>([...reportReceivers])
  const [text, setText] = useState(of.draft)
  const act = useAct(reportCase, { onDone: () => toast('已登记上报') })
  const lack = [receivers.length === 0 && '报给', !text.trim() && '上报内容'].filter(Boolean).join('、')
  return (
    <div className="z-column">
      <Labelled title="报给" hint="被盗、被抢、丢失立即报（条例第六十四条）">
        <Checkbox.Group options={[...reportReceivers]} value={receivers} onChange={setReceivers} />
      </Labelled>
      <Labelled title="上报内容" hint="上报稿由事实生成，补写控制措施">
        <Input.TextArea rows={9} maxLength={2000} value={text} onChange={(e) => setText(e.target.value)} />
      </Labelled>
      <span className="z-caption">系统只登记：实际上报仍须本院按规定报送</span>
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <ActButton
        kind="filled"
        wide
        blocked={lack || undefined}
        busy={act.busy}
        onClick={() => act.run({ id: of.id, version: of.version, receivers, text: text.trim() })}
      >
        登记上报
      </ActButton>
    </div>
  )
}

function Close({ of, blocked }: { of: DiscrepancyCase; blocked: ReturnType<typeof closeBlocked> }) {
  const [text, setText] = useState('')
  const act = useAct(closeCase, { onDone: () => toast('已关闭') })
  const lack = blocked ? nextText[blocked] : text.trim() === '' ? '结论' : undefined
  return (
    <div className="z-column">
      <Labelled title="结论">
        <Input.TextArea rows={3} maxLength={500} value={text} onChange={(e) => setText(e.target.value)} />
      </Labelled>
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <ActButton
        kind="filled"
        wide
        blocked={lack}
        busy={act.busy}
        onClick={() => act.run({ id: of.id, version: of.version, text: text.trim() })}
      >
        关闭差异
      </ActButton>
    </div>
  )
}

function Note({ of }: { of: DiscrepancyCase }) {
  const [text, setText] = useState('')
  const act = useAct(noteOnDiscrepancy, { onDone: () => toast('已记下') })
  return (
    <div className="z-column">
      <Labelled title="查到什么">
        <Input.TextArea rows={3} maxLength={1000} value={text} onChange={(e) => setText(e.target.value)} />
      </Labelled>
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <ActButton
        wide
        blocked={text.trim() === '' ? '内容' : undefined}
        busy={act.busy}
        onClick={() => act.run({ id: of.id, text: text.trim() })}
      >
        记下
      </ActButton>
    </div>
  )
}
