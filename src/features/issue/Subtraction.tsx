import type { ReactNode } from 'react'
import { Drug } from '#ui/Drug.tsx'
import { unitText } from '#ui/format.ts'
import { Quantity } from '#ui/Quantity.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import type { IssueDrug } from './contract.ts'
import { totalsOf, volumeText } from './rules.ts'

interface Props {
  drug: IssueDrug
  off: boolean
  choose: ReactNode
  /** Amounts compute themselves; a correction goes back to the administration record. */
  onWrong: () => void
}

/** 开启 − 已给药 = 要弃去, and the same per ampoule where there is more than one. */
export function Subtraction({ drug, off, choose, onWrong }: Props) {
  const units = drug.units.filter((u) => u.contentLeft > 0)
  const t = totalsOf(units)
  const unit = drug.contentUnit
  // Of these ampoules: in a pump, or another's rest of one.
  const elsewhere =
    t.contentOpened - t.contentGiven - t.contentWasted - t.contentLost - t.contentSampled - t.contentLeft
  const ml = volumeText(t.contentLeft, drug)
  const lots = [...new Set(units.map((u) => u.lotNo))].join('、')
  return (
    <section className="i-block" data-off={off ? '' : undefined}>
      <header className="i-block-head">
        {choose}
        <Drug of={drug} />
        <small className="z-caption">
          批号 {lots}，开启 {units.length} {drug.unit}
        </small>
      </header>
      <div className="i-sum">
        <Term words="开启" value={t.contentOpened} unit={unit} />
        <i>−</i>
        <Term words="已给药" value={t.contentGiven} unit={unit} />
        {t.contentWasted > 0 && (
          <>
            <i>−</i>
            <Term words="已弃去" value={t.contentWasted} unit={unit} />
          </>
        )}
        {t.contentSampled > 0 && (
          <>
            <i>−</i>
            <Term words="已留样" value={t.contentSampled} unit={unit} />
          </>
        )}
        {elsewhere > 0 && (
          <>
            <i>−</i>
            <Term words="在泵" value={elsewhere} unit={unit} />
          </>
        )}
        <i>=</i>
        <Term words="要弃去" value={t.contentLeft} unit={unit} strong />
      </div>
      {units.length > 1 && (
        <ul className="i-sum-units">
          {units.map((u) => (
            <li key={u.code || u.lotId}>
              <TraceCode code={u.code} short />
              <span>
                {u.contentOpened} − {u.contentOpened - u.contentLeft} = <b>{u.contentLeft}</b>{' '}
                {unitText(unit)}
              </span>
            </li>
          ))}
        </ul>
      )}
      <footer className="i-block-foot">
        <span>{ml ? `折原液 ${unitText(ml)}` : '按药液含量核对针管'}</span>
        <button type="button" className="z-link" onClick={onWrong}>
          不对？先补记给药
        </button>
      </footer>
    </section>
  )
}

function Term({
  words,
  value,
  unit,
  strong,
}: {
  words: string
  value: number
  unit: string
  strong?: boolean
}) {
  return (
    <div>
      <span className="z-caption">{words}</span>
      <Quantity value={value} unit={unit} size="tile" {...(strong ? { tone: 'blue' as const } : {})} />
    </div>
  )
}
