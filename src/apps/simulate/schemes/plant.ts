import type { Hospital } from '../people.ts'
import { randomOf } from '../random.ts'
import { schemeOf, schemes } from './all.ts'
import type { Planted } from './scheme.ts'

/**
 * One thief a hospital, two in a large one, the schemes in turn, so that eleven thieves show each once. Nobody steals
 * in the first fifth: a detector must have seen the person honest.
 */
export function plant(seed: number, hospitals: readonly Hospital[], days: number): Planted[] {
  const order = randomOf(seed, 'schemes').shuffled(Object.keys(schemes))
  const places = hospitals.flatMap((h) => (h.size.tertiary ? [h, h] : [h]))
  return places.map((hospital, i) => {
    const code = order[i % order.length] ?? ''
    const scheme = schemeOf(code)
    const random = randomOf(seed, 'plant', i)
    const person = random.pick(hospital.staff[scheme.role])
    const [low, high] = scheme.intensity
    return {
      scheme: code,
      hospital,
      person,
      buddy: scheme.buddy && random.pick(hospital.staff[scheme.buddy]),
      from: Math.floor(days * (0.2 + 0.3 * random.next())),
      intensity: low + (high - low) * random.next(),
    }
  })
}
