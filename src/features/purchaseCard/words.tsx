import type { CardState } from '#core/purchasing/rules.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import type { Tone } from '#ui/theme.ts'
import { cardStateTitle, changeStateTitle, type CardRow, type Change, type ChangeState } from './contract.ts'

const cardTone: Record<CardState, Tone> = {
  notYet: 'blue',
  active: 'green',
  renewalDue: 'amber',
  expired: 'red',
  replaced: 'grey',
}

/** The state, with the days that are left where they matter. */
export function CardTag({ of }: { of: Pick<CardRow, 'state' | 'daysLeft'> }) {
  const days =
    of.state === 'renewalDue'
      ? `，余 ${of.daysLeft} 天`
      : of.state === 'expired'
        ? `，超 ${-of.daysLeft} 天`
        : ''
  return (
    <StatusTag tone={cardTone[of.state]}>
      {cardStateTitle[of.state]}
      {days}
    </StatusTag>
  )
}

const changeTone: Record<ChangeState, Tone> = {
  toFile: 'amber',
  filed: 'blue',
  returned: 'red',
  done: 'green',
  cancelled: 'grey',
}

export function ChangeTag({ of }: { of: Change }) {
  const late =
    of.fileLate && of.state === 'toFile'
      ? '，已超期'
      : of.handleLate && of.state === 'filed'
        ? '，已超期'
        : ''
  return (
    <StatusTag tone={late ? 'red' : changeTone[of.state]}>
      {changeStateTitle[of.state]}
      {late}
    </StatusTag>
  )
}
