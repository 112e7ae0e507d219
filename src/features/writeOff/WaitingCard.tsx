import { ActButton } from '#ui/ActButton.tsx'
import { go } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { toast } from '#ui/toast.tsx'
import { withdrawWriteOff, type WriteOffDetail } from './contract.ts'

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
