import type { Files } from '#core/files/store.ts'
import { fileRoutes } from '#core/files/routes.ts'
import { sessionRoutes } from '#core/identity/session.ts'
import { witnessRoutes } from '#core/identity/witness.ts'
import type { Route } from '#core/route.ts'
import { receiptCommands } from '#features/receipt/commands.ts'
import { receiptQueries } from '#features/receipt/queries.ts'

/** Every endpoint of the program. A new feature adds its lines here and nowhere else on the server. */
export function allRoutes(files: Files): Route[] {
  return [
    ...sessionRoutes,
    ...witnessRoutes,
    ...fileRoutes(files),
    ...receiptCommands,
    ...receiptQueries,
  ]
}
