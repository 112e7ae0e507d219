import { createHash } from 'node:crypto'
import type { Tx } from '#core/db.ts'
import type { Finding } from '#core/ledger/verify.ts'
import type { Files } from './store.ts'

const batch = 500

/** Every photograph that proves an act is still there, byte for byte as its fingerprint in the event says. */
export async function verifyPhotographs(tx: Tx, files: Files): Promise<Finding[]> {
  const findings: Finding[] = []
  let after = { org: 0, sha256: '' }
  for (;;) {
    const rows = await tx<{ org: number; sha256: string }[]>`
      select org_id as org, encode(sha256, 'hex') as sha256 from files.evidence
      where bound_event_id is not null and (org_id, sha256) > (${after.org}, decode(${after.sha256}, 'hex'))
      order by org_id, sha256 limit ${batch}`
    for (const row of rows) {
      const found = await hashOf(files, row.sha256)
      if (!found) findings.push({ org: row.org, what: '照片不见了', detail: row.sha256 })
      else if (found !== row.sha256) {
        findings.push({ org: row.org, what: '照片与指纹不符', detail: row.sha256 })
      }
    }
    const last = rows.at(-1)
    if (!last || findings.length >= 100) return findings
    after = last
  }
}

/** Read as a stream: a film is not held whole. Undefined where the file is gone. */
async function hashOf(files: Files, sha256: string): Promise<string | undefined> {
  const file = await files.open(sha256).catch(() => undefined)
  if (!file) return undefined
  const hash = createHash('sha256')
  if (file.size > 0) for await (const chunk of file.read(0, file.size - 1)) hash.update(chunk as Uint8Array)
  return hash.digest('hex')
}
