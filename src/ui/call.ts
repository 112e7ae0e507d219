import type { CallInputOf, Endpoint, OutputOf } from '#core/contract.ts'
import { paperDone, paperHeaders } from './paper-mode.ts'
import { heed, networkRefused, problemRefused } from './refused.ts'
import { callUrl, splitInput, type Flat } from './request.ts'

export { CallRefused, refusedText } from './refused.ts'
export { callUrl, fileUrl } from './request.ts'

export interface CallOptions {
  idempotencyKey?: string
  /** The second person's attestation. */
  witness?: string
  signal?: AbortSignal
}

const patience = 30_000

function posting(endpoint: Endpoint, input: Flat, options: CallOptions) {
  const headers: Record<string, string> = {
    'Content-Type': 'application/json',
    'Idempotency-Key': options.idempotencyKey ?? newKey(),
    ...paperHeaders(endpoint.name),
  }
  if (options.witness) headers['X-Witness'] = options.witness
  return { method: 'POST', headers, body: JSON.stringify(input) }
}

/**
 * One endpoint, called. The reply is not checked against `output` again: the server has done so, and a page
 * that is older than its server must go on working.
 */
export async function call<E extends Endpoint>(
  endpoint: E,
  input: CallInputOf<E>,
  options: CallOptions = {},
): Promise<OutputOf<E>> {
  const split = splitInput(endpoint.path, (input ?? {}) as Flat)
  const reading = endpoint.method === 'GET'
  const url = reading ? callUrl(endpoint, input) : `/api${split.path}`
  const timeout = AbortSignal.timeout(patience)
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout
  const init = reading ? { method: 'GET', headers: {} } : posting(endpoint, split.rest, options)
  const reply = await fetch(url, { ...init, credentials: 'same-origin', signal }).catch((error: unknown) => {
    // A page that has gone away cancels its own reads; that is not the network's fault.
    if (options.signal?.aborted) throw error
    throw networkRefused()
  })
  const type = reply.headers.get('Content-Type') ?? ''
  const body = await reply.text().catch(() => {
    throw networkRefused()
  })
  if (!reply.ok || !type.includes('json')) throw heed(problemRefused(reply.status, body, type))
  paperDone(init.headers)
  return JSON.parse(body) as OutputOf<E>
}

/** `crypto.randomUUID` exists only on https and localhost; a ward tablet may be on plain http. */
export function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

interface UploadOptions {
  onProgress?: (share: number) => void
  idempotencyKey?: string
  signal?: AbortSignal
}

/** A file goes raw; XMLHttpRequest because fetch cannot tell how far it has got. */
export function upload<E extends Endpoint>(
  endpoint: E,
  input: CallInputOf<E>,
  blob: Blob,
  options: UploadOptions = {},
): Promise<OutputOf<E>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', callUrl(endpoint, input))
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.setRequestHeader('Idempotency-Key', options.idempotencyKey ?? newKey())
    request.upload.onprogress = (e) => options.onProgress?.(e.total ? e.loaded / e.total : 0)
    request.onerror = () => reject(networkRefused())
    request.onabort = () => reject(networkRefused())
    request.onload = () => {
      const type = request.getResponseHeader('Content-Type') ?? ''
      const good = request.status >= 200 && request.status < 300 && type.includes('json')
      if (good) resolve(JSON.parse(request.responseText) as OutputOf<E>)
      else reject(heed(problemRefused(request.status, request.responseText, type)))
    }
    options.signal?.addEventListener('abort', () => request.abort())
    request.send(blob)
  })
}
