import { Notice } from '#ui/Notice.tsx'
import type { Page } from '#ui/Page.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import type { Tone } from '#ui/theme.ts'
import { planStateTitle, type Plan, type PlanState } from './contract.ts'

const tones: Record<PlanState, Tone> = {
  draft: 'grey',
  submitted: 'blue',
  approved: 'green',
  returned: 'red',
}

export const PlanTag = ({ of }: { of: PlanState }) => (
  <StatusTag tone={tones[of]}>{planStateTitle[of]}</StatusTag>
)

export type Head = Omit<Parameters<typeof Page>[0], 'children' | 'actions'>

/** Why it was added, where it waits, and what the authority wrote. */
export function Words({ of }: { of: Plan }) {
  return (
    <>
      {of.reason && <Notice tone="grey">{`增补原因：${of.reason}`}</Notice>}
      {of.state === 'submitted' && of.authority && (
        <Notice tone="blue">{`已报${of.authority}，等待核定；核定前不能修改`}</Notice>
      )}
      {of.note && (
        <Notice tone={of.state === 'returned' ? 'red' : 'grey'}>
          {`${of.authority ?? '主管部门'}${of.state === 'returned' ? '退回' : '说明'}：${of.note}`}
        </Notice>
      )}
    </>
  )
}
