import type { ReactNode } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Link } from '#ui/nav.tsx'
import { ScanInput, type OnScan } from '#ui/ScanInput.tsx'
import type { Refused, Station } from './useStation.tsx'
import './receipt.css'

interface Props {
  station: Station
  onSurplus: (of: Refused) => void
  /** What is asked of the person just now: a lot, a registration. */
  children: ReactNode
}

/** The scanner. A refused code stays in red with what to do with the box in hand. */
export function ScanCard({ station, onSurplus, children }: Props) {
  const onScan: OnScan = async (raw, how) => {
    const outcome = await station.scan(raw, how)
    if (outcome.kind !== 'refuse') return outcome
    const surplus = station.refused()
    return {
      ...outcome,
      actions: (
        <>
          {surplus && (
            // The key means this code only as long as the refusal stands; afterwards it is the page's own F8 again.
            <ActButton k="F8" onClick={() => onSurplus(surplus)}>
              登记多送
            </ActButton>
          )}
          {outcome.code && /^\d{20}$/.test(outcome.code) && (
            <span className="rcpt-origin">
              <Link to={`/trace?q=${outcome.code}`}>这个码的来历</Link>
            </span>
          )}
        </>
      ),
    }
  }
  return (
    <section className="z-card rcpt-scan">
      <ScanInput title="扫码" placeholder="扫描盒上的药品追溯码" onScan={onScan} />
      {children}
    </section>
  )
}
