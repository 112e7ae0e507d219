import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { execFile } from 'node:child_process'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const run = promisify(execFile)
const root = path.resolve(import.meta.dirname, '../..')
const dist = path.resolve(root, process.env['WEB_DIST'] ?? 'dist/web')
const stampFile = `${dist}.stamp`

/** Builds the web application where its sources changed since the last build. Returns the milliseconds it took. */
export async function ensureWebBuilt(): Promise<number> {
  const stamp = await sourcesStamp()
  const known = existsSync(stampFile) ? await readFile(stampFile, 'utf8') : ''
  if (known === stamp && existsSync(path.join(dist, 'index.html'))) return 0
  const started = Date.now()
  // In a process of its own: what the builder takes up is given back when it ends, and the server stays small.
  const vite = path.join(path.dirname(fileURLToPath(import.meta.resolve('vite/package.json'))), 'bin/vite.js')
  await run(
    process.execPath,
    [vite, 'build', '--config', path.join(root, 'vite.config.ts'), '--outDir', dist, '--logLevel', 'error'],
    { cwd: root },
  )
  await writeFile(stampFile, stamp)
  return Date.now() - started
}

async function sourcesStamp(): Promise<string> {
  const hash = createHash('sha256')
  const files = await readdir(path.join(root, 'src'), { recursive: true, withFileTypes: true })
  const names = files
    .filter((f) => f.isFile() && /\.(ts|tsx|css|html|svg)$/.test(f.name))
    .map((f) => path.join(f.parentPath, f.name))
  for (const name of [
    ...names.sort(),
    path.join(root, 'package-lock.json'),
    path.join(root, 'vite.config.ts'),
  ]) {
    hash.update(name).update(await readFile(name))
  }
  return hash.digest('hex')
}

const csp = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** The built pages; every address that is not a file is a page of the application. */
export async function serveWeb(app: FastifyInstance): Promise<void> {
  app.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith('/docs')) return
    if (!reply.hasHeader('content-security-policy')) void reply.header('content-security-policy', csp)
    void reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'same-origin')
  })
  await app.register(fastifyStatic, {
    root: dist,
    wildcard: false,
    cacheControl: false,
    setHeaders: (reply, file) => {
      void reply.header(
        'cache-control',
        file.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      )
    },
  })
  app.get('/*', (request, reply) => {
    if (/^\/(api|assets|docs)\//.test(request.url)) return reply.callNotFound()
    return reply.sendFile('index.html')
  })
}
