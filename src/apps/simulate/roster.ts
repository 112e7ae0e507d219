import type { Role } from './distributions.ts'
import type { Hospital, Person } from './people.ts'

export type Shift = 'day' | 'night'

/** 08:00–18:00 is the day's; the rest belongs to the two of the night. */
export const shiftAt = (minute: number): Shift => (minute >= 480 && minute < 1080 ? 'day' : 'night')

/**
 * Who of a role is on duty: two at night, and by day everybody but those, the two of the night before, and one in
 * five who is off. Small groups work with whom they have: never fewer than two, where there are two.
 */
export function onDuty(hospital: Hospital, role: Role, day: number, shift: Shift): readonly Person[] {
  const staff = hospital.staff[role]
  if (staff.length <= 2) return staff
  const night = (d: number) => [staff[(2 * d) % staff.length], staff[(2 * d + 1) % staff.length]] as Person[]
  if (shift === 'night') return night(day)
  const away = new Set([...night(day), ...night(day + staff.length - 1)])
  const there = staff.filter((p) => !away.has(p) && (p.index + day) % 5 !== 0)
  if (there.length >= 2) return there
  const others = staff.filter((p) => !night(day).includes(p))
  return others.length >= 2 ? others : staff
}
