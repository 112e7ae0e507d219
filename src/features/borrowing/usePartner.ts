import { useState } from 'react'

export interface Partner {
  partner: string
  partnerKind: 'hospital' | 'wholesaler'
  reason: string
  returnOn: string | undefined
}

/** Who lends or borrows, why, until when. */
export function usePartner() {
  const [of, set] = useState<Partner>({
    partner: '',
    partnerKind: 'hospital',
    reason: '',
    returnOn: undefined,
  })
  const input = {
    partner: of.partner.trim(),
    partnerKind: of.partnerKind,
    reason: of.reason.trim(),
    returnOn: of.returnOn,
  }
  const lack = [!input.partner && '对方单位', !input.reason && '原因'].filter(Boolean)
  return { of, change: (patch: Partial<Partner>) => set((p) => ({ ...p, ...patch })), input, lack }
}
