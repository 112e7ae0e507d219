import { Input } from 'antd'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { useMe } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { Checks } from './Checks.tsx'
import { listRxDrugs, writePrescription } from './contract.ts'
import { DraftHead } from './DraftHead.tsx'
import { DraftLines } from './DraftLines.tsx'
import { Field } from './Field.tsx'
import { listLimits } from './limitContract.ts'
import type { Check } from './limits.ts'
import { checksOf, inputOf, lackOf, useDraft, type Writing } from './useDraft.ts'
import './prescription.css'

/** What to change so that a check passes. */
function mendText(drug: string, c: Check): string {
  if (c.code === 'RX_REASON_NEEDED') return '超过 7 日的理由'
  if (c.code === 'RX_IN_INSTITUTION') return `${drug}改为院内使用`
  if (c.code === 'RX_OVER_LIMIT') return `${drug}减到 ${c.limit}以内`
  return `${drug}：${c.limit}`
}

/** 开具处方: the paper left, what the limits say of it right, before anything is signed. */
export function Page() {
  const w = useDraft()
  const drugs = useCall(listRxDrugs, {})
  const limits = useCall(listLimits, {})
  const grade = drugs.data?.grade ?? null
  const judged = w.lines.map((line) => ({
    line,
    checks: checksOf(limits.data?.rows ?? [], line, w.draft, grade),
  }))
  const failed = judged.flatMap(({ line, checks }) =>
    checks.flatMap((c) => (c.passed || !line.units ? [] : [mendText(line.drug.name, c)])),
  )
  const wantsReason = judged.some((j) => j.checks.some((c) => c.code === 'RX_REASON_NEEDED' || c.excused))
  return (
    <Frame
      fit
      title="开具处方"
      crumb={[{ title: '处方', to: '/prescriptions' }, { title: '开具' }]}
      scope="当日有效，限量当场核对"
    >
      <Columns widths="minmax(0, 1fr) 400px">
        <Column>
          <DraftHead w={w} />
          <DraftLines w={w} drugs={drugs.data?.rows ?? []} />
        </Column>
        <Column>
          <Card title="限量核对" scope="处方管理办法与本院规定" grow>
            {judged.length === 0 ? (
              <EmptyState title="加上药品后逐条核对" text="每条写明依据、上限和本方用量" />
            ) : (
              judged.map(({ line, checks }) => (
                <Checks key={line.key} drug={`${line.drug.name} ${line.drug.spec}`} checks={checks} />
              ))
            )}
          </Card>
          <Sign w={w} failed={failed} wantsReason={wantsReason} />
        </Column>
      </Columns>
    </Frame>
  )
}

function Sign({ w, failed, wantsReason }: { w: Writing; failed: readonly string[]; wantsReason: boolean }) {
  const me = useMe()
  const input = inputOf(w)
  const act = useAct(writePrescription, {
    onDone: ({ id, no }) => {
      toast(`${no} 已开具`)
      go(`/prescriptions/${id}`)
    },
  })
  const early = act.refused?.code === 'RX_OVERLAP_REASON' || w.draft.overlapReason !== ''
  const lack = [...lackOf(w), ...failed].slice(0, 3).join('；')
  return (
    <Card title="开具" scope={`医师 ${me.name}`}>
      <div className="rx-foot" data-keep-focus>
        {wantsReason && (
          <Field title="超过 7 日的理由（由医师写明，印在处方上）">
            <Input
              value={w.draft.overLimitReason}
              maxLength={200}
              placeholder="慢性病或特殊情况"
              onChange={(e) => w.change({ overLimitReason: e.target.value })}
            />
          </Field>
        )}
        {early && (
          <Field title="提前开具的理由">
            <Input
              value={w.draft.overlapReason}
              maxLength={200}
              placeholder="例如：爆发痛增多，剂量上调"
              onChange={(e) => w.change({ overlapReason: e.target.value })}
            />
          </Field>
        )}
        {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
        <ActButton
          kind="filled"
          k="F10"
          wide
          busy={act.busy}
          blocked={lack || undefined}
          onClick={() => act.run(input)}
        >
          开具处方
        </ActButton>
      </div>
    </Card>
  )
}
