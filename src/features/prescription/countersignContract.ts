import { z } from 'zod'
import { done, endpoint, id, optionalText } from '#core/contract.ts'

/**
 * 审核签名 (处方管理办法 Art 12): what somebody on probation wrote counts once another who holds the right has looked at it and
 * signed; refused, it is void.
 */
export const countersignPrescription = endpoint({
  name: 'prescription.countersign',
  method: 'POST',
  path: '/prescriptions/{id}/countersign',
  summary: '审核并签名试用期医师的处方',
  permission: 'prescription.write',
  qualification: 'prescribe',
  refusals: [
    'NOT_FOUND',
    'UNQUALIFIED',
    'DOCUMENT_CLOSED',
    'RX_EXPIRED',
    'RX_COUNTERSIGN',
    'REASON_REQUIRED',
  ],
  input: z.object({
    id,
    outcome: z.enum(['signed', 'refused']),
    reason: optionalText(200).meta({ title: '不同意的原因' }),
  }),
  output: done,
})
