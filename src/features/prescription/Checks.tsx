import { CheckCircleFilled, CloseCircleFilled, EditFilled } from '@ant-design/icons'
import { unitText } from '#ui/format.ts'
import type { Check } from './limits.ts'
import './prescription.css'

type Shown = Omit<Check, 'code'> & { readonly code: string | null }

/** The limits of one line, each with its rule, what it allows and what is written: read before the act. */
export function Checks({ drug, checks }: { drug: string; checks: readonly Shown[] }) {
  return (
    <section className="rx-checks" aria-label={`${drug} 限量核对`}>
      <h3>{unitText(drug)}</h3>
      <ul>
        {checks.map((c) => (
          <li key={`${c.title}${c.limit}`} data-state={c.passed ? (c.excused ? 'excused' : 'ok') : 'over'}>
            {c.passed ? c.excused ? <EditFilled /> : <CheckCircleFilled /> : <CloseCircleFilled />}
            <span className="rx-check-words">
              <b>
                {c.actual}
                {c.passed ? (c.excused ? '，超出，已写明理由' : '') : '，不符合'}
              </b>
              <span>
                {c.title}：{c.limit}
              </span>
              <span className="z-caption">{c.article}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
