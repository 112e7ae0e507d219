import { pathParams, type Endpoint } from '#core/contract.ts'

export type Flat = Readonly<Record<string, unknown>>

/** Path with its parameters filled in, and what of the input is left for query or body. */
export function splitInput(path: string, input: Flat): { path: string; rest: Record<string, unknown> } {
  const rest: Record<string, unknown> = { ...input }
  let filled = path
  for (const name of pathParams(path)) {
    filled = filled.replace(`{${name}}`, encodeURIComponent(String(rest[name])))
    delete rest[name]
  }
  return { path: filled, rest }
}

/** Absent values are left out; a list repeats its name; an object travels as JSON. */
export function queryText(values: Flat): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one === undefined || one === null || one === '') continue
      query.append(key, typeof one === 'object' ? JSON.stringify(one) : String(one))
    }
  }
  const text = query.toString()
  return text && `?${text}`
}

/** Address of a call without a body: reads, downloads, uploads. */
export function callUrl(endpoint: Endpoint, input: unknown): string {
  const { path, rest } = splitInput(endpoint.path, (input ?? {}) as Flat)
  return `/api${path}${queryText(rest)}`
}

export function fileUrl(sha256: string, org?: number): string {
  return `/api/files/${sha256}${queryText({ org })}`
}
