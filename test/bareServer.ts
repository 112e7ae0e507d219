import { openPlatform } from '#apps/platform.ts'
import { readSettings } from '#apps/settings.ts'

// A server without pages for the crash test: `node test/bareServer.ts DIR`, says where it listens.
const platform = await openPlatform({ ...readSettings(['--data', process.argv[2] ?? ''], {}), port: 0 })
process.stdout.write(`listening ${await platform.app.listen({ port: 0, host: '127.0.0.1' })}\n`)
process.on('SIGTERM', () => void platform.close().then(() => process.exit(0)))
