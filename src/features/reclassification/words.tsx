import type { DrugClass } from '#core/contract.ts'
import { ClassMark } from '#ui/ClassMark.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { changeStateTitle, unfitTitle, type ChangeState, type Unfit } from './contract.ts'

const tones = { past: 'grey', empty: 'grey', ahead: 'amber', due: 'red', confirmed: 'green' } as const

export const StateTag = ({ of }: { of: ChangeState }) => (
  <StatusTag tone={tones[of]}>{changeStateTitle[of]}</StatusTag>
)

/** Old class → new class. */
export const Became = ({ of }: { of: { oldClass: DrugClass; newClass: DrugClass } }) => (
  <span style={{ display: 'inline-flex', alignItems: 'center', gap: 6 }}>
    <ClassMark of={of.oldClass} />→<ClassMark of={of.newClass} />
  </span>
)

export const Fit = ({ of }: { of: { unfit: Unfit | null; locationId: number | null } }) =>
  of.unfit ? (
    <StatusTag tone="red">{unfitTitle[of.unfit]}</StatusTag>
  ) : (
    <>{of.locationId === null ? '在途或在手' : '适合'}</>
  )
