import { assert } from '#core/refusal.ts'
import {
  checkPayment,
  listDue,
  registerPayment,
  setAccount,
  voidPayment,
} from '#features/payment/contract.ts'
import { yuan } from '#features/payment/rules.ts'
import { listSuppliers } from '#features/suppliers/contract.ts'
import { refused } from './supply.ts'
import type { World } from './world.ts'

const keeper = 'wangxuemei@lushan'
const head = 'liuguodong@lushan'

/** 2 货款支付: what was accepted is paid by transfer to the supplier's own account, checked by another. */
export async function payments(world: World): Promise<void> {
  const [client, chief] = [await world.as(keeper), await world.as(head)]
  const { rows: open } = await client.call(listDue, { sort: 'signedAt' })
  const [bill] = open
  assert(bill, 'a delivery was signed')
  const { rows: suppliers } = await chief.call(listSuppliers, { pageSize: 100 })
  const supplier = suppliers.find((s) => s.supplierId === bill.supplierId)
  assert(supplier, 'it has a supplier')
  await chief.call(setAccount, {
    supplierId: supplier.supplierId,
    holder: supplier.name,
    bank: '中国工商银行长沙岳麓支行',
    accountNo: '1901007009024512378',
    reason: '供应商开户许可证复印件',
  })
  const pay = (bankNo: string, amountFen: number, method: 'transfer' | 'cash' = 'transfer') =>
    client.call(registerPayment, {
      supplierId: bill.supplierId,
      method,
      paidOn: world.now().toISOString().slice(0, 10),
      bankNo,
      lines: [
        { receiptId: bill.receiptId, invoiceNo: bill.invoices?.split('、')[0] ?? '00418820', amountFen },
      ],
    })
  world.say(
    `付款：${bill.no} 应付 ${yuan(bill.dueFen)} 元；现金不收（${await refused(pay('XJ-1', bill.dueFen, 'cash'))}），多付一分不收（${await refused(pay('HD-0', bill.dueFen + 1))}）`,
  )
  const wrong = await pay('HD-2026112300417', 100)
  await chief.call(voidPayment, { id: wrong.id, reason: '金额录错，按回单重新登记' })
  const half = Math.floor(bill.dueFen / 2)
  const first = await pay('HD-2026112300417', half)
  await chief.call(checkPayment, { id: first.id })
  const rest = await pay('HD-2026112300862', bill.dueFen - half)
  world.say(
    `  ${first.no} 转账 ${yuan(half)} 元已复核，${rest.no} 付清其余待复核；录错的 ${wrong.no} 作废保留`,
  )
}
