import { num, signed as withSign, unitText } from './format.ts'
import type { Tone } from './theme.ts'
import './words.css'

interface Props {
  /** Nothing known is `无数据`, which is not 0. */
  value: number | null | undefined
  unit?: string
  /** A difference: always with its sign. */
  signed?: boolean
  tone?: Tone
  strong?: boolean
  size?: 'body' | 'tile' | 'headline'
}

export function Quantity({ value, unit, signed, tone, strong, size = 'body' }: Props) {
  if (value === null || value === undefined)
    return <span className="z-quantity z-quantity-unknown">无数据</span>
  const classes = ['z-quantity']
  if (size !== 'body') classes.push(`z-quantity-${size}`)
  else if (strong) classes.push('z-quantity-strong')
  if (tone) classes.push(`z-tone-${tone}`)
  else if (value === 0 && size === 'body') classes.push('z-quantity-zero')
  return (
    <span className={classes.join(' ')}>
      {signed ? withSign(value) : num(value)}
      {unit && <small>{unitText(unit)}</small>}
    </span>
  )
}
