import { useCallback } from 'react'
import { useMay, useMe } from '#ui/me.ts'
import { useSearch } from '#ui/nav.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useWindowWidth } from './useWindowWidth.tsx'
import { BreakForm } from './BreakForm.tsx'
import type { IssueDetail } from './contract.ts'
import { GiveForm } from './GiveForm.tsx'
import { Labels } from './Labels.tsx'
import { OpenForm } from './OpenForm.tsx'
import { OrderForm } from './OrderForm.tsx'
import { ReturnForm } from './ReturnForm.tsx'
import { handOf } from './rules.ts'
import { WasteForm } from './WasteForm.tsx'

export interface ActProps {
  issue: IssueDetail
  done: () => void
}

const panels = {
  open: { title: '开启', scope: '开启后按规格得到药液和一个空容器', form: OpenForm },
  give: { title: '记录给药', scope: '按支记录，药液用整数', form: GiveForm },
  waste: { title: '弃去残余', scope: '两人在场，当面弃去', form: WasteForm },
  break: { title: '登记破碎', scope: '两人在场，碎片照交', form: BreakForm },
  return: { title: '整支退回', scope: '未开启的退回储位，送回人签字', form: ReturnForm },
  order: { title: '补办医嘱', scope: '与实际用量一致，医师本人开具或签字', form: OrderForm },
  labels: { title: '单支标签', scope: '贴在安瓿上，扫码即知来历', form: Labels },
} as const

/** The act that the address names, for whoever may do it; a phone gives it the whole width. */
export function ActPanels({ issue }: { issue: IssueDetail }) {
  const me = useMe()
  const [{ act }, change] = useSearch()
  const mayReturn = useMay('return.accept')
  const mayMatch = useMay('emergency.match')
  const width = useWindowWidth()
  const done = useCallback(() => change({ act: undefined }), [change])
  const panel = act && act in panels ? panels[act as keyof typeof panels] : undefined
  const own = me.org.orgId === issue.orgId
  const allowed =
    act === 'return'
      ? mayReturn && own
      : act === 'order'
        ? mayMatch && own && issue.orderDueAt !== null
        : act === 'labels'
          ? own
          : me.userId === issue.holderId || (act === 'waste' && issue.hand.length > 0)
  if (!panel || !allowed) return null
  const Form = panel.form
  return (
    <Panel
      title={panel.title}
      scope={`${issue.refNo}，${panel.scope}`}
      open
      onClose={done}
      width={Math.min(620, width)}
    >
      <Form issue={act === 'give' || act === 'waste' ? handOf(issue) : issue} done={done} />
    </Panel>
  )
}
