import { z } from 'zod'
import { endpoint } from '#core/contract.ts'

/** Spellings that one answer gives; the names of a hospital of three thousand people fit. */
export const mostSpellings = 8000

/** How the hospital's own names are typed without Chinese, for the pickers of a page, which hold their rows already. */
export const listSpellings = endpoint({
  name: 'spelling.list',
  method: 'GET',
  path: '/spellings',
  summary: '名称的拼音',
  permission: 'signedIn',
  refusals: [],
  input: z.object({}),
  output: z.object({ rows: z.array(z.object({ name: z.string(), keys: z.string() })).max(mostSpellings) }),
})
