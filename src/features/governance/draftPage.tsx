import { Input, Select } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { DateField } from '#ui/DateField.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { dateText } from '#ui/format.ts'
import { Labelled } from '#ui/Labelled.tsx'
import { useMe } from '#ui/me.ts'
import { go, useParams } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { toast } from '#ui/toast.tsx'
import { useDraft } from '#ui/useDraft.ts'
import {
  draftPolicy,
  policyMaxLength,
  readPolicy,
  revisePolicy,
  type PolicyDetail,
} from './policyContract.ts'
import { areas, areaTitle, type Area } from './rules.ts'
import './governance.css'

interface Draft {
  readonly area?: Area
  readonly title?: string
  readonly reason?: string
  readonly text?: string
  readonly effectiveOn?: string
  readonly reviewOn?: string
}

/** 起草 a policy, or the next version of one; the text is pasted from wherever it was written. */
export function Page() {
  const { policyId } = useParams()
  const read = useCall(readPolicy, policyId ? { policyId: Number(policyId) } : undefined)
  const of = read.data
  return (
    <Frame
      fit
      title={policyId ? '修订制度' : '起草制度'}
      crumb={[
        { title: '管理与报送', to: '/office?tab=policies' },
        ...(of ? [{ title: of.title, to: `/policies/${of.policyId}` }] : []),
        { title: policyId ? '修订' : '起草' },
      ]}
      scope="由另一人批准后执行；执行中的版本到新版执行日为止"
    >
      {policyId && !of ? (
        read.error ? (
          <ErrorState error={read.error} retry={read.refetch} />
        ) : (
          <SkeletonRows rows={8} />
        )
      ) : (
        <Form of={of} />
      )}
    </Frame>
  )
}

function lackOf(d: Draft, revising: boolean): string {
  const given = {
    类别: revising || d.area,
    名称: revising || d.title?.trim(),
    修订原因: !revising || d.reason?.trim(),
  }
  const all = { ...given, 正文: d.text?.trim(), 执行日期: d.effectiveOn, 复审日期: d.reviewOn }
  return Object.entries(all)
    .filter(([, value]) => !value)
    .map(([title]) => title)
    .join('、')
}

function useSending(of: PolicyDetail | undefined, d: Draft, forget: () => void) {
  const leave = (policyId: number) => {
    forget()
    toast('已送批准')
    go(`/policies/${policyId}`)
  }
  const draft = useAct(draftPolicy, { onDone: ({ policyId }) => leave(policyId) })
  const revise = useAct(revisePolicy, { onDone: () => of && leave(of.policyId) })
  const content = { text: d.text ?? '', effectiveOn: d.effectiveOn ?? '', reviewOn: d.reviewOn ?? '' }
  return {
    busy: draft.busy || revise.busy,
    refused: draft.refused ?? revise.refused,
    clear: () => {
      draft.clear()
      revise.clear()
    },
    send: () =>
      of
        ? revise.run({ policyId: of.policyId, reason: d.reason ?? '', ...content })
        : d.area && draft.run({ area: d.area, title: d.title ?? '', ...content }),
  }
}

function Form({ of }: { of: PolicyDetail | undefined }) {
  const me = useMe()
  const [today] = useState(() => dateText(Date.now()))
  const [d, setDraft, forget] = useDraft<Draft>(`policy-${me.userId}-${of?.policyId ?? 'new'}`, () => ({
    effectiveOn: today,
    ...(of ? { text: of.text } : {}),
  }))
  const { busy, refused, clear, send } = useSending(of, d, forget)
  // What was refused is not what stands there any more.
  const change = (patch: Draft) => {
    clear()
    setDraft({ ...d, ...patch })
  }
  return (
    <Columns widths="minmax(0, 1fr) 360px">
      <Card title="正文" scope={`${(d.text ?? '').length} 字，至多 ${policyMaxLength} 字`} grow>
        <Input.TextArea
          className="gv-text"
          aria-label="正文"
          maxLength={policyMaxLength}
          value={d.text ?? ''}
          placeholder="粘贴或书写制度全文"
          onChange={(e) => change({ text: e.target.value })}
        />
      </Card>
      <Column>
        <Card title={of ? of.title : '制度'}>
          <div className="z-column">
            {!of && (
              <>
                <Labelled title="类别">
                  <Select
                    aria-label="类别"
                    placeholder="请选择类别"
                    value={d.area ?? null}
                    options={areas.map((value) => ({ value, label: areaTitle[value] }))}
                    onChange={(value) => value && change({ area: value })}
                  />
                </Labelled>
                <Labelled title="名称">
                  <Input
                    aria-label="名称"
                    maxLength={100}
                    value={d.title ?? ''}
                    onChange={(e) => change({ title: e.target.value })}
                  />
                </Labelled>
              </>
            )}
            {of && (
              <Labelled title="修订原因">
                <Input.TextArea
                  rows={3}
                  aria-label="修订原因"
                  maxLength={300}
                  value={d.reason ?? ''}
                  onChange={(e) => change({ reason: e.target.value })}
                />
              </Labelled>
            )}
            <Labelled title="执行日期" hint="不早于今天；批准晚于此日的，自批准日执行">
              <DateField value={d.effectiveOn} onChange={(v) => change({ effectiveOn: v ?? '' })} />
            </Labelled>
            <Labelled title="复审日期" hint="由本院规定，到期前 30 天提醒">
              <DateField value={d.reviewOn || undefined} onChange={(v) => change({ reviewOn: v ?? '' })} />
            </Labelled>
            {refused && <Notice tone="red">{refused.text}</Notice>}
            <ActButton
              kind="filled"
              k="F10"
              wide
              busy={busy}
              blocked={lackOf(d, of !== undefined) || undefined}
              onClick={send}
            >
              送批准
            </ActButton>
          </div>
        </Card>
      </Column>
    </Columns>
  )
}
