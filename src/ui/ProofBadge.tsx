import { SafetyCertificateOutlined } from '@ant-design/icons'
import './words.css'

interface Props {
  /** Number in the public log. */
  no?: number | string
  /** `verified` only after a check really ran in this session. */
  state?: 'logged' | 'verified' | 'pending' | 'mismatch'
  onOpen?: () => void
}

const tones = { logged: '', verified: ' z-tone-green', pending: ' z-tone-amber', mismatch: ' z-tone-red' }

/** Log numbers are set in threes with spaces: they are positions, not amounts. */
function position(no: number | string): string {
  return typeof no === 'number' ? `#${no.toLocaleString('en-US').replaceAll(',', ' ')}` : no
}

export function ProofBadge({ no, state = 'logged', onOpen }: Props) {
  const words = { logged: '', verified: '', pending: '等待入证', mismatch: '核验不符' }[state]
  const inside = (
    <>
      <SafetyCertificateOutlined />
      {words || (no === undefined ? '已入证' : position(no))}
    </>
  )
  if (!onOpen) return <span className={`z-proof${tones[state]}`}>{inside}</span>
  return (
    <button type="button" className={`z-proof${tones[state]}`} onClick={onOpen}>
      {inside}
    </button>
  )
}
