import { addDays, cardStateOn, daysBetween, lastDayOf, type CardTerm } from '#core/purchasing/rules.ts'
import { Refusal } from '#core/refusal.ts'
import { changeStateTitle, type Change, type ChangeState } from './contract.ts'

/** What a card's days say today. */
export const standingOf = (term: CardTerm, day: string) => ({
  state: cardStateOn(term, day),
  daysLeft: daysBetween(day, term.validTo),
})

/** Three years from the first day at most, and not before it was issued. Refuses: CARD_ORDER, CARD_TERM, CARD_CHANGE_DAY. */
export function checkTerm(
  card: { readonly issuedOn: string; readonly validFrom: string; readonly validTo: string },
  today: string,
): void {
  if (card.issuedOn > today) {
    const facts = { first: addDays(today, -20_000), last: today }
    throw new Refusal('CARD_CHANGE_DAY', facts, [{ code: 'CARD_CHANGE_DAY', field: 'issuedOn', facts }])
  }
  if (card.validFrom < card.issuedOn) {
    const facts = { issued: card.issuedOn }
    throw new Refusal('CARD_ORDER', facts, [{ code: 'CARD_ORDER', field: 'validFrom', facts }])
  }
  const last = lastDayOf(card.validFrom)
  if (card.validTo <= card.validFrom || card.validTo > last) {
    const facts = { from: card.validFrom, last }
    throw new Refusal('CARD_TERM', facts, [{ code: 'CARD_TERM', field: 'validTo', facts }])
  }
}

/** A day that somebody writes down lies between two others. Refuses: CARD_CHANGE_DAY. */
export function checkDay(
  day: string,
  within: { readonly field: string; readonly first: string; readonly last: string },
): void {
  const { field, first, last } = within
  if (day >= first && day <= last) return
  const facts = { first, last }
  throw new Refusal('CARD_CHANGE_DAY', facts, [{ code: 'CARD_CHANGE_DAY', field, facts }])
}

/** Refuses CARD_CHANGE_STEP where the change does not stand at one of these steps. */
export function checkStep(
  change: { readonly no: string; readonly state: ChangeState },
  allowed: readonly ChangeState[],
  act: string,
): void {
  if (allowed.includes(change.state)) return
  throw new Refusal('CARD_CHANGE_STEP', { no: change.no, state: changeStateTitle[change.state], act })
}

type Dates = Pick<Change, 'state' | 'fileBy' | 'filedOn' | 'handleBy' | 'doneOn'>

/** 3 days to file, 5 to settle: late where the day passed without the step, or the step came after it. */
export function lateness(change: Dates, today: string): { fileLate: boolean; handleLate: boolean } {
  if (change.state === 'cancelled') return { fileLate: false, handleLate: false }
  const late = (by: string | null, on: string | null) => by !== null && (on ?? today) > by
  return {
    fileLate: late(change.fileBy, change.state === 'toFile' ? null : change.filedOn),
    handleLate: change.state !== 'returned' && late(change.handleBy, change.doneOn),
  }
}
