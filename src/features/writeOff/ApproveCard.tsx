import { Select } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { deadlineText } from '#ui/format.ts'
import { Labelled } from '#ui/Labelled.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { toast } from '#ui/toast.tsx'
import { approveWriteOff, listAuthorities, rejectWriteOff, type WriteOffDetail } from './contract.ts'

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
