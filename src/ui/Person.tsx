import type { Tone } from './theme.ts'
import './words.css'

/** A name never stands without what the person is. */
export function Person({ name, role }: { name: string; role?: string | null }) {
  return (
    <span className="z-person">
      {name}
      {role && <small>{role}</small>}
    </span>
  )
}

export function Avatar({ name, tone = 'blue', large }: { name: string; tone?: Tone; large?: boolean }) {
  return (
    <span className={`z-avatar z-tone-${tone}${large ? ' z-avatar-large' : ''}`} aria-hidden>
      {name.slice(0, 1)}
    </span>
  )
}
