import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { go } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { toast } from '#ui/toast.tsx'
import { ConfirmForm } from './ConfirmForm.tsx'
import { checkFiling, dropFiling, prepareFiling, type FilingDetail } from './contract.ts'
import { SendForm } from './SendForm.tsx'

const waits: Record<FilingDetail['state'], string> = {
  prepared: '等另一人核对',
  checked: '已核对，等报送',
  sent: '已送出，等接收单位回执',
  received: '接收单位都已回执，无需办理',
  returned: '被退回，请更正后重报',
  dropped: '已作废',
}

/** The one thing that comes next, for whoever may do it; for others, for whom it waits. */
export function NextCard({ of }: { of: FilingDetail }) {
  const { check, send, confirm, drop, correct } = of.may
  return (
    <Card title="下一步">
      <div className="z-column">
        {check && <CheckForm of={of} />}
        {send && <SendForm of={of} />}
        {confirm && <ConfirmForm of={of} />}
        {!check && !send && !confirm && <p>{of.why ?? waits[of.state]}</p>}
        {drop && <DropButton of={of} />}
        {correct && <CorrectButton of={of} />}
      </div>
    </Card>
  )
}

function CheckForm({ of }: { of: FilingDetail }) {
  const act = useAct(checkFiling, { onDone: () => toast('已核对') })
  return (
    <>
      <p>{`请逐行与账册核对，由编制人 ${of.preparedBy} 以外的人办理`}</p>
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <ActButton
        kind="filled"
        k="F10"
        wide
        busy={act.busy}
        onClick={() => act.run({ filingId: of.filingId })}
      >
        核对无误
      </ActButton>
    </>
  )
}

function DropButton({ of }: { of: FilingDetail }) {
  const act = useAct(dropFiling, { onDone: () => toast('已作废') })
  return (
    <ReasonButton
      verb="作废重编"
      hint="没有送出的可以作废；送出的只能更正"
      onConfirm={(reason) => act.run({ filingId: of.filingId, reason })}
    />
  )
}

function CorrectButton({ of }: { of: FilingDetail }) {
  const act = useAct(prepareFiling, {
    onDone: ({ filingId, version }) => {
      toast(`已编制第 ${version} 版`)
      go(`/filings/${filingId}`)
    },
  })
  return (
    <>
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <ReasonButton
        verb="更正重报"
        hint="送出的不变，另出一版，再核对、再报送"
        onConfirm={(reason) => act.run({ kind: of.kind, period: of.period, reason })}
      />
    </>
  )
}
