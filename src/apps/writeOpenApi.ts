import { writeFile } from 'node:fs/promises'
import { localFiles } from '#core/files/store.ts'
import { openApi } from './openapi.ts'
import { allRoutes } from './routes.ts'

const document = openApi(allRoutes(localFiles('.')))
await writeFile(new URL('../../openapi.json', import.meta.url), `${JSON.stringify(document, null, 1)}\n`)
