/** One application identifier: N digits or X of the GS1 character set 82, shortest and longest value. */
export interface Rule {
  readonly ai: string
  readonly type: 'N' | 'X'
  readonly min: number
  readonly max: number
  readonly check?: 'mod10' | 'date'
}

// Source: GS1 Barcode Syntax Dictionary. Left out: coupons, roll products and other things no drug pack
// carries.
const table: readonly (readonly [ais: string, format: string, check?: 'mod10' | 'date'])[] = [
  ['00', 'N18', 'mod10'],
  ['01 02 03', 'N14', 'mod10'],
  ['10 21 22 243 254 420', 'X1..20'],
  ['11 12 13 15 16 17', 'N6', 'date'],
  ['20', 'N2'],
  ['235', 'X1..28'],
  ['240 241 250 251 400 401 403 8004 8010 90', 'X1..30'],
  ['242', 'N1..6'],
  ['253 8003', 'X13..30'],
  ['255', 'N13..25'],
  ['30 37', 'N1..8'],
  ['402', 'N17', 'mod10'],
  ['410 411 412 413 414 415 416 417', 'N13', 'mod10'],
  ['421', 'X4..12'],
  ['422 424 426', 'N3'],
  ['423 425', 'N3..15'],
  ['710 711 712 713 714 715 716 717', 'X1..20'],
  ['7003', 'N10'],
  ['7006', 'N6', 'date'],
  ['7007', 'N6..12'],
  ['8005', 'N6'],
  ['8006 8026', 'N18'],
  ['8008', 'N8..12'],
  ['8013 8020', 'X1..25'],
  ['8017 8018', 'N18', 'mod10'],
  ['91 92 93 94 95 96 97 98 99', 'X1..90'],
]

function rulesOf(): Map<string, Rule> {
  const rules = new Map<string, Rule>()
  for (const [ais, format, check] of table) {
    const [min = 0, max = min] = format.slice(1).split('..').map(Number)
    for (const ai of ais.split(' ')) {
      rules.set(ai, { ai, type: format.startsWith('N') ? 'N' : 'X', min, max, check })
    }
  }
  // Trade measures: 31nd to 36nd, d = decimal places, six digits each.
  for (let n = 3100; n < 3700; n += 1) rules.set(String(n), { ai: String(n), type: 'N', min: 6, max: 6 })
  return rules
}

export const rules: ReadonlyMap<string, Rule> = rulesOf()
