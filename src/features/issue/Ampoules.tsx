import { Checkbox } from 'antd'
import { ScanInput, type ScanOutcome } from '#ui/ScanInput.tsx'
import { Drug } from '#ui/Drug.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import { sumText } from '#ui/unit-sums.ts'
import type { UnitRef } from '#core/ledger/contract.ts'
import type { IssueDrug, IssueUnit } from './contract.ts'

/** One line that can be chosen: an ampoule by its code, or a lot that bears none. */
export interface Ampoule {
  readonly key: string
  readonly drug: IssueDrug
  readonly unit: IssueUnit
}

export const refOf = (a: Ampoule): UnitRef =>
  a.unit.code === '' ? { lotId: a.unit.lotId } : { code: a.unit.code }

export function ampoulesOf(
  drugs: readonly IssueDrug[],
  where: (u: IssueUnit, d: IssueDrug) => boolean,
): Ampoule[] {
  return drugs.flatMap((drug) =>
    drug.units
      .filter((u) => where(u, drug))
      .map((unit) => ({ key: `${unit.lotId}/${unit.code}`, drug, unit })),
  )
}

/** `2 支、3 片`: so many of what was chosen, one of each line where `unitsOf` does not say more. */
export const countText = (chosen: readonly Ampoule[], unitsOf: (a: Ampoule) => number = () => 1): string =>
  sumText(chosen.map((a) => ({ unit: a.drug.unit, units: unitsOf(a) })))

/** A scan of a label, as the scanner sent it, against the codes that are in this hand. */
export function scanned(raw: string, ampoules: readonly Ampoule[]): Ampoule | undefined {
  const text = raw.replace(/^\][A-Za-z]\d/, '').replace(/\s/g, '')
  return ampoules.find((a) => a.unit.code === text)
}

interface Props {
  ampoules: readonly Ampoule[]
  chosen: ReadonlySet<string>
  onChange: (chosen: ReadonlySet<string>) => void
  /** One at a time. */
  single?: boolean
  /** The verb of the act: 开启, 退回. */
  verb: string
}

/** Ampoules in the hand, chosen by touch or by scanning their labels. */
export function Ampoules({ ampoules, chosen, onChange, single, verb }: Props) {
  const toggle = (key: string) => {
    const next = new Set(single ? [] : chosen)
    if (chosen.has(key)) next.delete(key)
    else next.add(key)
    onChange(next)
  }
  async function scan(raw: string): Promise<ScanOutcome> {
    const found = scanned(raw, ampoules)
    if (!found)
      return { kind: 'refuse', text: '这支不在可选之列', detail: `请核对是否拿错，只能${verb}下面列出的` }
    if (chosen.has(found.key)) return { kind: 'repeat', text: '已选', code: found.unit.code }
    toggle(found.key)
    return { kind: 'accept', text: '已选', code: found.unit.code }
  }
  return (
    <>
      <ScanInput title="扫单支标签" placeholder={`扫要${verb}的那支`} onScan={scan} />
      <div className="i-ampoules">
        {ampoules.map((a) => (
          <label key={a.key} data-on={chosen.has(a.key) ? '' : undefined}>
            <Checkbox checked={chosen.has(a.key)} onChange={() => toggle(a.key)} />
            <span className="i-ampoule-words">
              <Drug of={a.drug} />
              <small>
                {a.unit.code === '' ? '无码' : <TraceCode code={a.unit.code} />}
                <span>
                  批号 {a.unit.lotNo}，至 {a.unit.expiry.slice(0, 7)}
                </span>
              </small>
            </span>
          </label>
        ))}
      </div>
    </>
  )
}
