import { z } from 'zod'
import { endpoint, instant, sha256 } from '#core/contract.ts'

/** 5 MiB: a phone's photograph, compressed by the page before it is sent. */
export const evidenceMaxBytes = 5 * 1024 * 1024

export const evidence = z.object({
  sha256,
  mime: z.enum(['image/jpeg', 'image/png']),
  bytes: z.int(),
  takenAt: instant,
})
export type Evidence = z.infer<typeof evidence>

/** 64 MiB: about a minute of a telephone's film, or four of a browser's camera. */
export const filmMaxBytes = 64 * 1024 * 1024
/** The stage under which a movement's evidence holds a film; all others hold photographs. */
export const filmStage = '录像'

export const film = z.object({
  sha256,
  mime: z.enum(['video/mp4', 'video/webm']),
  bytes: z.int(),
  takenAt: instant,
})
export type Film = z.infer<typeof film>

/** A film is kept as it came, under the hash of its bytes. It belongs to one act like a photograph. */
export const uploadFilm = endpoint({
  name: 'files.uploadFilm',
  method: 'POST',
  path: '/films',
  summary: '上传取证录像',
  permission: 'signedIn',
  refusals: ['FILE_TOO_LARGE', 'FILE_EMPTY', 'FILE_TYPE_REFUSED', 'EVIDENCE_REUSED'],
  upload: { maxBytes: filmMaxBytes },
  input: z.object({ takenAt: instant }),
  output: film,
})

/** Photographs are stored under the hash of their bytes; the hash goes into the event of the act. */
export const uploadEvidence = endpoint({
  name: 'files.uploadEvidence',
  method: 'POST',
  path: '/files',
  summary: '上传取证照片',
  permission: 'signedIn',
  refusals: ['FILE_TOO_LARGE', 'FILE_EMPTY', 'FILE_TYPE_REFUSED', 'EVIDENCE_REUSED'],
  upload: { maxBytes: evidenceMaxBytes },
  input: z.object({ takenAt: instant }),
  output: evidence,
})

export const readFile = endpoint({
  name: 'files.read',
  method: 'GET',
  path: '/files/{sha256}',
  summary: '查看取证照片、录像',
  // The record that the picture belongs to says who opens it: see `mayOpen`.
  permission: 'signedIn',
  refusals: ['NOT_FOUND'],
  download: true,
  input: z.object({ sha256 }),
  output: z.any(),
})
