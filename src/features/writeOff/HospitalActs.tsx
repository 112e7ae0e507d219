import { Select } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { deadlineText } from '#ui/format.ts'
import { Labelled } from '#ui/Labelled.tsx'
import { go } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { toast } from '#ui/toast.tsx'
import {
  approveWriteOff,
  listAuthorities,
  rejectWriteOff,
  withdrawWriteOff,
  type WriteOffDetail,
} from './contract.ts'

/** 批准送审: the head of pharmacy reads the list and sends it to the health authority. */
export function ApproveCard({ of }: { of: WriteOffDetail }) {
  const authorities = useCall(listAuthorities, {})
  const [chosen, setChosen] = useState<number>()
  const rows = authorities.data?.rows ?? []
  const authorityId = chosen ?? rows[0]?.orgId
  const act = useAct(approveWriteOff, {
    onDone: (r) => toast(`已批准并送出，${deadlineText(r.dueAt)}内应到场`),
  })
  const reject = useAct(rejectWriteOff, { onDone: () => toast('未批准，药品仍在待查') })
  return (
    <Card title="批准送审" scope="批准后清单定稿，送主管部门">
      <div className="z-column">
        <Labelled title="送">
          <Select
            value={authorityId}
            onChange={setChosen}
            placeholder="本院没有登记主管部门"
            options={rows.map((a) => ({ value: a.orgId, label: a.name }))}
          />
        </Labelled>
        {(act.refused ?? reject.refused) && (
          <Notice tone="red">{(act.refused ?? reject.refused)?.text}</Notice>
        )}
        <ActButton
          kind="filled"
          k="F10"
          wide
          blocked={authorityId === undefined ? '主管部门' : undefined}
          busy={act.busy}
          onClick={() => act.run({ id: of.id, authorityId: authorityId ?? 0 })}
        >
          批准送审
        </ActButton>
        <ReasonButton verb="不批准" onConfirm={(reason) => reject.run({ id: of.id, reason })} />
      </div>
    </Card>
  )
}

export function Withdraw({ of }: { of: WriteOffDetail }) {
  const act = useAct(withdrawWriteOff, { onDone: () => toast('已撤回，药品仍在待查') })
  return (
    <ReasonButton
      verb="撤回申请"
      hint="主管部门受理前可以撤回"
      onConfirm={async (reason) => {
        await act.run({ id: of.id, reason })
        if (act.refused) toast(act.refused.text, 'red')
      }}
    />
  )
}

/** What happens next, for those who have nothing to do now. */
export function WaitingCard({ of }: { of: WriteOffDetail }) {
  const words: Partial<Record<WriteOffDetail['state'], string>> = {
    applied: '等药学部负责人批准；申请人不能批准自己的申请',
    sent: `已送${of.authority ?? '主管部门'}，等受理`,
    accepted: `${of.authority ?? '主管部门'}已受理，${of.visitOn ?? ''} 到场监督；到场登记之前不能销毁`,
    attended: '监督人员已到场登记，由申请人、批准人以外的两人执行销毁',
    returned: `主管部门退回：${of.acceptance?.note ?? ''}。改好后重新申请，药品仍在待查`,
    rejected: `未批准：${of.closed?.reason ?? ''}。药品仍在待查`,
    withdrawn: `已撤回：${of.closed?.reason ?? ''}。药品仍在待查`,
  }
  const text = words[of.state]
  if (!text) return null
  const over = ['returned', 'rejected', 'withdrawn'].includes(of.state)
  return (
    <Notice
      tone={of.state === 'returned' ? 'red' : over ? 'grey' : 'amber'}
      {...(over ? { action: <ActButton onClick={() => go('/write-offs/new')}>重新申请</ActButton> } : {})}
    >
      {text}
    </Notice>
  )
}
