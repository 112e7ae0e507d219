/** 邓** : the surname and stars, whatever the length. */
export function maskName(name: string): string {
  return name === '' ? '' : `${[...name][0]}**`
}

/** 0482****16: the first four and the last two of a number; short ones lose all but the last two. */
export function maskNumber(value: string): string {
  const chars = [...value]
  if (chars.length <= 6) return `****${chars.slice(-2).join('')}`
  return `${chars.slice(0, 4).join('')}****${chars.slice(-2).join('')}`
}
