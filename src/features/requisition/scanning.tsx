import { call, CallRefused } from '#ui/call.ts'
import type { ScanOutcome } from '#ui/ScanInput.tsx'
import { lookCode, type LookedUp } from './contract.ts'

const heads: Readonly<Record<string, readonly [text: string, detail: string]>> = {
  CODE_NEVER_RECEIVED: ['从未在本院入账', '请核对是否拿错。这盒先放进待查盒，不要入柜，继续扫下一盒。'],
  CODE_NOT_HERE: [
    '不在{place}的账上',
    '这盒的账不在这里。先放进待查盒，查清它现在在哪个账户，再决定怎么办。',
  ],
  LOT_EXPIRED: ['批号 {lot} 已过期', '有效期到 {expiry}，不能{act}。请隔离，按报损办理。'],
  CODE_IS_PRODUCT_BARCODE: ['这是商品条码', '请扫盒上的追溯码，商品条码（69 码）认不出是哪一盒。'],
}

/**
 * What a scan is and how much of it the account holds; a refusal says what to do with the box in hand, and does not
 * repeat the code, which stands large below it. Anything unexpected goes on to the scan box.
 */
export async function look(accountId: number, raw: string): Promise<LookedUp | ScanOutcome> {
  try {
    return await call(lookCode, { accountId, raw })
  } catch (error) {
    const words = error instanceof CallRefused ? heads[error.code] : undefined
    if (!words) throw error
    const { facts } = error as CallRefused
    const fill = (text: string) =>
      text.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? '—').replace(/^在途.*$/, '本单'))
    return {
      kind: 'refuse',
      text: fill(words[0]),
      detail: fill(words[1]),
      ...(typeof facts['code'] === 'string' ? { code: facts['code'] } : {}),
    }
  }
}
