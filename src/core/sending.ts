import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FileReply } from './contract.ts'
import type { OpenFile } from './files/store.ts'

/** A file that is read as it is sent. */
export interface StreamReply {
  readonly mime: string
  readonly name: string
  readonly open: OpenFile
}
export type SentFile = FileReply | StreamReply

/** Both ends included, or nothing where the header asks for no single part of the file (RFC 9110 §14.1.2). */
export function rangeOf(
  header: string | undefined,
  size: number,
): { start: number; end: number } | undefined {
  const asked = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!asked || (asked[1] === '' && asked[2] === '')) return undefined
  const [from, to] = [asked[1] ?? '', asked[2] ?? '']
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  return start > end ? undefined : { start, end }
}

/** A file opens inside the page and can run nothing there. A film may be asked for in parts: a player skips, and Safari plays no other. */
export function sendFile(request: FastifyRequest, reply: FastifyReply, file: SentFile): FastifyReply {
  void reply
    .type(file.mime)
    .header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(file.name)}`)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'private, max-age=3600')
  if ('bytes' in file) return reply.send(Buffer.from(file.bytes))
  const { size } = file.open
  const range = rangeOf(request.headers.range, size)
  const { start, end } = range ?? { start: 0, end: size - 1 }
  if (range) void reply.code(206).header('content-range', `bytes ${start}-${end}/${size}`)
  return reply
    .header('accept-ranges', 'bytes')
    .header('content-length', end - start + 1)
    .send(file.open.read(start, end))
}
