import { importLimitRows, type ImportEndpoints } from '#core/imports/contract.ts'
import { call } from './call.ts'

interface Consent {
  importId: number
  acceptGood: boolean
  acceptUpdates: boolean
}

/** Asks for batch after batch; each says how far it has come. Gives the number of rows written. */
export async function allBatches(
  endpoints: ImportEndpoints,
  input: Consent,
  onStep: (step: { done: number; total: number }) => void,
): Promise<number> {
  for (let batch = 0; batch <= importLimitRows; batch++) {
    const step = await call(endpoints.run, input)
    onStep(step)
    if (step.finished) return step.done
  }
  throw new Error('an import ends within its limit of rows')
}
