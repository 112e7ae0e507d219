import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    webDist: string
  }
}

const build = "import { ensureWebBuilt } from './src/apps/webFiles.ts'; await ensureWebBuilt()"

/** The pages are built once for all browser files; each opens the folder and finds them up to date. */
export default async function setup(project: TestProject): Promise<() => void> {
  const dir = mkdtempSync(path.join(tmpdir(), 'zhuisu-web-'))
  const webDist = path.join(dir, 'web')
  // What is shipped, not what the test runner's NODE_ENV would make of it; E2E_PAGES=development hears React's warnings too.
  const env = { ...process.env, NODE_ENV: process.env['E2E_PAGES'] ?? 'production', WEB_DIST: webDist }
  // As the server does it: the test runner's own way of loading files does not know where packages lie.
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', build], { env })
  project.provide('webDist', webDist)
  return () => rmSync(dir, { recursive: true, force: true })
}
