import { classTitle, type DrugClass } from '#core/contract.ts'
import './words.css'

/** Framed and neutral: the class of a drug is not a state. */
export function ClassMark({ of }: { of: DrugClass }) {
  return <span className="z-class">{classTitle[of]}</span>
}
