import { Fragment } from 'react'
import { Quantity } from './Quantity.tsx'
import type { Tone } from './theme.ts'
import { sumsByUnit, type Amount } from './unit-sums.ts'

interface Props {
  of: readonly Amount[]
  strong?: boolean
  tone?: Tone
}

/** A sum over several drugs: one figure for each unit, `3 支、12 片`; nothing at all is 0. */
export function Sums({ of, ...look }: Props) {
  const sums = sumsByUnit(of)
  if (sums.length === 0) return <Quantity value={0} {...look} />
  return (
    <>
      {sums.map((s, i) => (
        <Fragment key={s.unit}>
          {i > 0 && '、'}
          <Quantity value={s.units} unit={s.unit} {...look} />
        </Fragment>
      ))}
    </>
  )
}
