import { pinyin, polyphonic } from 'pinyin-pro'

/** Ways of reading one name that are kept: beyond them nobody remembers which one he means. */
const mostReadings = 16
/** Characters of a name that are read; a longer one is found by its beginning. */
const mostCharacters = 60
/** A character with more readings than these in the dictionary is read as the library reads it in its word. */
const mostOfCharacter = 3

const options = { toneType: 'none', type: 'array', v: true } as const
const plain = (s: string) => s.toLowerCase().replace(/[^a-z0-9]/g, '')

/**
 * How a name is typed without Chinese: the initials and the full reading of each way to read it, between blanks.
 * First as a word and as a surname (单 is dan and shan), then with one character read otherwise (枸橼酸 is gouyuansuan and
 * juyuansuan). '' where there is no Chinese character: such a name is found as it is written.
 */
export function spellingOf(name: string): string {
  const text = name.slice(0, mostCharacters)
  if (!/\p{Script=Han}/u.test(text)) return ''
  const word = pinyin(text, options)
  const readings = [word, pinyin(text, { ...options, surname: 'head' })]
  for (const [i, others] of polyphonic(text, options).entries()) {
    if (others.length > mostOfCharacter) continue
    for (const other of others) if (other !== word[i]) readings.push(word.with(i, other))
  }
  const keys = readings.slice(0, mostReadings).map((syllables) => syllables.map(plain).filter(Boolean))
  return [...new Set(keys.flatMap((k) => [k.map((s) => s[0]).join(''), k.join('')]))].join(' ')
}

/** What somebody typed, as it stands in the spellings; null where it cannot be a spelling: one letter says nothing. */
export function typedSpelling(q: string): string | null {
  const typed = q.toLowerCase().replace(/[\s']/g, '').replaceAll('ü', 'v')
  return /^[a-z][a-z0-9]+$/.test(typed) ? typed : null
}
