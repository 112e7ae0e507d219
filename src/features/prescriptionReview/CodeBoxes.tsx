import { Checkbox } from 'antd'
import { useCall } from '#ui/query.ts'
import { listCodes, verdict, verdictTitle } from './contract.ts'
import { verdictOf } from './rules.ts'
import { VerdictTag } from './words.tsx'

interface Props {
  value: readonly string[]
  onChange: (codes: string[]) => void
}

export const useCodes = () => useCall(listCodes, {}).data?.rows ?? []

/** The verdict that the ticks come to; while the list is not here, none. */
export function Comes({ codes }: { codes: readonly string[] }) {
  const known = useCodes()
  if (known.length === 0) return null
  return <VerdictTag of={verdictOf(codes, known)} />
}

/** The groups of the norm, lightest first. Nothing ticked is 合理. */
export function CodeBoxes({ value, onChange }: Props) {
  const known = useCodes()
  const flip = (code: string, on: boolean) =>
    onChange(on ? [...value, code] : value.filter((c) => c !== code))
  return (
    <div className="pr-codes">
      {verdict.options
        .filter((v) => v !== 'reasonable')
        .map((v) => (
          <section key={v} aria-label={verdictTitle[v]}>
            <h4>{verdictTitle[v]}处方</h4>
            {known
              .filter((k) => k.verdict === v)
              .map((k) => (
                <Checkbox
                  key={k.code}
                  checked={value.includes(k.code)}
                  onChange={(e) => flip(k.code, e.target.checked)}
                >
                  <span className="z-code">{k.code}</span> {k.title}
                </Checkbox>
              ))}
          </section>
        ))}
    </div>
  )
}
