import { parseArgs } from 'node:util'

export interface Settings {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  /** Demonstration: invented organisations, people and accounts whose password is printed. */
  readonly demo: boolean
  /** Read once: the builder of the pages sets NODE_ENV in this very process. */
  readonly production: boolean
  /** Set to run on a server of your own; all three roles are then yours to make (db/bootstrap.sql). */
  readonly databaseUrls:
    | { readonly app: string; readonly owner: string; readonly auditor: string }
    | undefined
  readonly logLevel: string
}

/** From the command line and the environment. Demo mode refuses to start where it could meet real records. */
export function readSettings(argv: string[], env: NodeJS.ProcessEnv): Settings {
  const { values } = parseArgs({
    args: argv,
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      data: { type: 'string' },
      'no-demo': { type: 'boolean' },
    },
  })
  const app = env['DATABASE_URL']
  const owner = env['DATABASE_OWNER_URL']
  const auditor = env['DATABASE_AUDITOR_URL']
  if (app !== undefined && (!owner || !auditor)) {
    throw new Error(
      'DATABASE_URL also needs DATABASE_OWNER_URL and DATABASE_AUDITOR_URL (see docs/operations.md)',
    )
  }
  const production = env['NODE_ENV'] === 'production'
  const port = Number(values.port ?? env['PORT'] ?? 8080)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`not a port: ${values.port ?? env['PORT']}`)
  return {
    port,
    host: values.host ?? env['HOST'] ?? '127.0.0.1',
    dataDir: values.data ?? env['DATA_DIR'] ?? 'data',
    production,
    demo: values['no-demo'] !== true && !production && app === undefined,
    databaseUrls: app && owner && auditor ? { app, owner, auditor } : undefined,
    logLevel: env['LOG_LEVEL'] ?? 'warn',
  }
}
