import { Refusal, type Facts, type Fault, type RefusalCode } from '#core/refusal.ts'
import { classify } from '../code.ts'
import { deliveryLimits, type DeliveryCode } from '../deliveryFile.ts'

const maxFaults = 50

export interface Collector {
  readonly codes: DeliveryCode[]
  /** Takes one code of the file, or notes why not. Throws FILE_TOO_MANY_ROWS beyond the limit. */
  add(raw: string, line: number, rest: Partial<DeliveryCode>): DeliveryCode | undefined
  fault(code: RefusalCode, line: number, facts?: Facts): void
  /** A trace code in its kept form; undefined (and noted) when it is none. */
  normalise(raw: string, line: number): string | undefined
  /** The first of the codes with this name, if the file holds it. */
  find(code: string): DeliveryCode | undefined
  /** Throws what was noted: a single fault as itself, several as FILE_HAS_FAULTS. */
  finish(): DeliveryCode[]
}

/** Gathers the codes and faults of one file in bounded memory. */
export function collector(): Collector {
  const codes: DeliveryCode[] = []
  const byCode = new Map<string, DeliveryCode>()
  const faults: Fault[] = []
  let count = 0
  let rows = 0

  function fault(code: RefusalCode, line: number, facts: Facts = {}): void {
    count += 1
    if (faults.length < maxFaults) faults.push({ code, row: line, facts: { ...facts, line } })
  }

  function normalise(raw: string, line: number): string | undefined {
    try {
      const read = classify(raw)
      // The platform drops what is neither its own code nor a standard one (NMPAB/T 1002-2019 §5).
      if (read.kind !== 'ENTERPRISE' && read.kind !== 'UNIT') return read.normalised
      fault('CODE_LINE_INVALID', line, { detail: `${read.normalised} 不是追溯码` })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      fault(error.code, line, error.facts)
    }
    return undefined
  }

  function add(raw: string, line: number, rest: Partial<DeliveryCode>): DeliveryCode | undefined {
    rows += 1
    if (rows > deliveryLimits.maxCodes) {
      throw new Refusal('FILE_TOO_MANY_ROWS', { limit: deliveryLimits.maxCodes })
    }
    const code = normalise(raw, line)
    if (code === undefined) return undefined
    if (byCode.has(code)) {
      fault('CODE_DUPLICATE_IN_FILE', line, { code })
      return undefined
    }
    const entry: DeliveryCode = { level: 1, ...rest, code, raw, line }
    codes.push(entry)
    byCode.set(code, entry)
    return entry
  }

  function finish(): DeliveryCode[] {
    const [only] = faults
    if (count === 1 && only) throw new Refusal(only.code, only.facts, faults)
    if (count > 0) throw new Refusal('FILE_HAS_FAULTS', { count }, faults)
    if (codes.length === 0) throw new Refusal('FILE_EMPTY')
    return codes
  }

  return { codes, add, fault, normalise, finish, find: (code) => byCode.get(code) }
}
