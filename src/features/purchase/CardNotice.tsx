import { cardStanding } from '#features/purchaseCard/contract.ts'
import { useMay, useMe } from '#ui/me.ts'
import { Link } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useCall } from '#ui/query.ts'

/** Where the 印鉴卡 stands, before somebody types an order in vain. Nothing where all is well. */
export function CardNotice() {
  const me = useMe()
  const may = useMay('purchaseCard.read')
  const standing = useCall(cardStanding, may ? {} : undefined).data
  if (!standing) return null
  const { card, named, purchasers } = standing
  const open = <Link to="/seal-cards">打开印鉴卡</Link>
  if (!card)
    return (
      <Notice tone="red" action={open}>
        还没有登记印鉴卡，麻醉药品和第一类精神药品的采购单不能录入
      </Notice>
    )
  if (card.state === 'expired')
    return (
      <Notice tone="red" action={open}>
        {`印鉴卡已于 ${card.validTo} 到期，麻醉药品和第一类精神药品的采购单不能录入`}
      </Notice>
    )
  if (!named)
    return (
      <Notice tone="amber" action={open}>
        {`${me.name}不是印鉴卡上的采购人员，麻、精一须由 ${purchasers.join('、') || '卡上的采购人员'} 下单`}
      </Notice>
    )
  if (card.state === 'renewalDue')
    return (
      <Notice tone="amber" action={open}>
        {`印鉴卡 ${card.validTo} 到期，还有 ${card.daysLeft} 天，请办理换卡`}
      </Notice>
    )
  return null
}
