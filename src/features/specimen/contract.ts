import { z } from 'zod'
import { date, endpoint, id, instant, pageInput, pageOf, sha256 } from '#core/contract.ts'
import { qualification } from '#core/identity/contract.ts'

/** An image of a signature is small; a larger file is a photograph of something else. */
export const specimenMaxBytes = 500 * 1024

export const specimenKind = z.enum(['signature', 'seal'])
export type SpecimenKind = z.infer<typeof specimenKind>
export const specimenKindTitle: Record<SpecimenKind, string> = { signature: '签名', seal: '签章' }

export const specimen = z.object({
  specimenId: id,
  kind: specimenKind,
  validFrom: date,
  filedBy: z.string(),
  filedAt: instant,
  /** In force today: the newest whose day has come. */
  current: z.boolean(),
})
export type Specimen = z.infer<typeof specimen>

export const signer = z.object({
  userId: id,
  name: z.string(),
  title: z.string(),
  department: z.string().nullable(),
  qualifications: z.array(qualification),
  specimens: z.array(specimen),
})
export type Signer = z.infer<typeof signer>

/** Everybody whose signature stands on a prescription: prescribers and dispensing pharmacists. */
export const listSigners = endpoint({
  name: 'specimen.signers',
  method: 'GET',
  path: '/specimens',
  summary: '签名留样',
  permission: 'specimen.read',
  refusals: [],
  input: z.object({ ...pageInput, state: z.enum(['filed', 'missing']).optional() }),
  output: pageOf(signer),
})

/** What somebody's signature looked like on a day: today's for dispensing, the prescription's day for an inspector. */
export const specimensOf = endpoint({
  name: 'specimen.of',
  method: 'GET',
  path: '/specimens/people/{userId}',
  summary: '一人的签名留样',
  permission: 'specimen.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ userId: id, day: date.optional() }),
  output: z.object({ name: z.string(), rows: z.array(specimen) }),
})

export const readSpecimen = endpoint({
  name: 'specimen.image',
  method: 'GET',
  path: '/specimens/{specimenId}/image',
  summary: '留样图片',
  permission: 'specimen.read',
  refusals: ['NOT_FOUND'],
  download: true,
  input: z.object({ specimenId: id }),
  output: z.any(),
})

/** 留样 (处方管理办法 Art 10): filed before prescribing; a new one replaces from its day on, the old one stays. */
export const fileSpecimen = endpoint({
  name: 'specimen.file',
  method: 'POST',
  path: '/specimens/people/{userId}',
  summary: '登记签名留样',
  permission: 'specimen.write',
  refusals: [
    'NOT_FOUND',
    'SPECIMEN_NOT_SIGNER',
    'SPECIMEN_BACKDATED',
    'FILE_TOO_LARGE',
    'FILE_EMPTY',
    'FILE_TYPE_REFUSED',
    'EVIDENCE_REUSED',
  ],
  upload: { maxBytes: specimenMaxBytes },
  input: z.object({ userId: id, kind: specimenKind, validFrom: date }),
  output: z.object({ specimenId: id, sha256 }),
})
