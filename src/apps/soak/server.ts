import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { projectRoot, startScript } from '../startScript.ts'

/** The real server in a process of its own. */
export interface ServerProcess {
  readonly url: string
  readonly pid: number
  readonly memory: () => { readonly rss: number; readonly heapUsed: number }
  /** null where the system does not say. */
  readonly openFiles: () => number | null
  readonly running: () => boolean
  readonly stop: () => Promise<void>
}

const startLimitMs = 240_000

/** Starts it on a free port and waits until it says that it is ready, with its week of demonstration data. */
export async function startServer(dataDir: string): Promise<ServerProcess> {
  const reporter = path.join(import.meta.dirname, 'reporter.ts')
  const child = spawn(
    process.execPath,
    ['--import', reporter, ...startScript, '--port', '0', '--host', '127.0.0.1', '--data', dataDir],
    { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  )
  let memory = { rss: 0, heapUsed: 0 }
  child.on('message', (said) => (memory = said as typeof memory))
  // Whatever ends this process ends the server too.
  const kill = () => child.kill('SIGTERM')
  process.once('exit', kill)
  const url = await ready(child)
  const pid = child.pid ?? 0
  return {
    url,
    pid,
    memory: () => memory,
    openFiles: () => (existsSync(`/proc/${pid}/fd`) ? readdirSync(`/proc/${pid}/fd`).length : null),
    running: () => child.exitCode === null && child.signalCode === null,
    async stop() {
      process.off('exit', kill)
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
    },
  }
}

function ready(child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let said = ''
  const listen = (chunk: Buffer) => {
    if (said.length < 100_000) said += chunk.toString()
    const found = /已就绪[^\n]*(http:\/\/[\w.]+:\d+)/.exec(said)
    if (found?.[1]) resolve(found[1].replace('localhost', '127.0.0.1'))
  }
  child.stdout?.on('data', listen)
  child.stderr?.on('data', listen)
  child.once('exit', (code) => reject(new Error(`服务没有启动（退出码 ${code}）：\n${said.slice(-2_000)}`)))
  const timer = setTimeout(
    () => reject(new Error(`服务 ${startLimitMs / 1000} 秒内没有就绪：\n${said}`)),
    startLimitMs,
  )
  return promise.finally(() => clearTimeout(timer))
}
