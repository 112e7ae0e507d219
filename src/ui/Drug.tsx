import type { DrugClass } from '#core/contract.ts'
import { ClassMark } from './ClassMark.tsx'
import { unitText } from './format.ts'
import './words.css'

interface Props {
  of: { name: string; spec: string; drugClass?: DrugClass | null }
  /** Without the class mark, where all rows are of one class. */
  plain?: boolean
}

/** One line: class, generic name, strength. The name is never cut, the strength may be. */
export function Drug({ of, plain }: Props) {
  return (
    <span className="z-drug" title={`${of.name} ${of.spec}`}>
      {!plain && of.drugClass && <ClassMark of={of.drugClass} />}
      <span className="z-drug-name">{of.name}</span>
      <span className="z-drug-spec">{unitText(of.spec)}</span>
    </span>
  )
}
