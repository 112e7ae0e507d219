const scale = 6
const one = 10n ** BigInt(scale)

/** Decimal text as whole millionths of a yuan; undefined where it is not a plain amount with at most 6 places. */
function millionths(text: string): bigint | undefined {
  const [, whole = '', part = ''] = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(text) ?? []
  return whole === '' ? undefined : BigInt(whole) * one + BigInt(part.padEnd(scale, '0'))
}

/** Price of one unit from the price of a pack, rounded half up at the 6th place, as the register keeps it. */
export function pricePerUnit(packPrice: string, packUnits: number): string | undefined {
  const sum = millionths(packPrice.replaceAll(',', ''))
  if (sum === undefined) return undefined
  const by = BigInt(packUnits)
  return plain((sum * 2n + by) / (by * 2n))
}

function plain(value: bigint): string {
  const part = String(value % one)
    .padStart(scale, '0')
    .replace(/0+$/, '')
  return `${value / one}.${part.padEnd(2, '0')}`
}

/** `12.500000` → `12.50`: at least two places, no idle zeros behind them. */
export function yuanText(decimal: string): string {
  const [whole = '0', part = ''] = decimal.split('.')
  return `${whole}.${part.replace(/0+$/, '').padEnd(2, '0')}`
}

/** For people: `1,234.50`. */
export function yuanForPeople(decimal: string): string {
  const [whole = '0', part = '00'] = decimal.split('.')
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${part}`
}
