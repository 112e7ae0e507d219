import { Refusal } from '#core/refusal.ts'
import type { DrugClass } from '#core/contract.ts'
import type { Product } from './contract.ts'

/** Empties and used patches of these classes must be collected (医疗机构麻醉药品、第一类精神药品管理规定). */
const mustRecover: readonly DrugClass[] = ['NAR', 'PS1']

export function recoveryIsDuty(product: Pick<Product, 'drugClass' | 'container'>): boolean {
  return product.container !== null && product.drugClass !== null && mustRecover.includes(product.drugClass)
}

/**
 * What is left of an opened unit and has to come back: 空安瓿, 废贴, or nothing. A duty cannot be switched off;
 * elsewhere the hospital decides. A product without a container of its own leaves an ampoule when injected.
 */
export function containerOf(
  product: Pick<Product, 'drugClass' | 'container' | 'formGroup' | 'unit'>,
  recover: boolean | undefined,
): string | null {
  if (recoveryIsDuty(product)) return product.container
  if (!(recover ?? product.container !== null)) return null
  if (product.container !== null) return product.container
  if (product.unit === '贴') return '废贴'
  return product.formGroup === 'INJ' ? '空安瓿' : null
}

interface Limits {
  readonly packUnits: number
  readonly lowUnits: number
  readonly highUnits?: number | undefined
  readonly identifiers: readonly { readonly key: string; readonly level: number; readonly units: number }[]
}

/** What the fields of a drug must satisfy together. Refuses: INPUT_INVALID with each field that is wrong. */
export function checkTogether({ packUnits, lowUnits, highUnits, identifiers }: Limits): void {
  const wrong: { field: string; message: string }[] = []
  if (highUnits !== undefined && highUnits < lowUnits)
    wrong.push({ field: 'highUnits', message: '上限不能低于下限' })
  const keys = identifiers.map((i) => i.key)
  identifiers.forEach(({ key, level, units }, i) => {
    if (keys.indexOf(key) !== i) wrong.push({ field: `identifiers.${i}.key`, message: `${key} 填了两次` })
    if (level === 1 && units !== packUnits) {
      wrong.push({ field: `identifiers.${i}.units`, message: `最小包装应含 ${packUnits} 个最小单位` })
    }
    if (level > 1 && (units <= packUnits || units % packUnits !== 0)) {
      wrong.push({
        field: `identifiers.${i}.units`,
        message: `大包装应含整数个最小包装（${packUnits} 的倍数）`,
      })
    }
  })
  if (wrong.length > 0) {
    const faults = wrong.map(({ field, message }) => ({
      code: 'INPUT_INVALID' as const,
      field,
      facts: { message },
    }))
    throw new Refusal('INPUT_INVALID', {}, faults)
  }
}
