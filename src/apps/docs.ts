import { readFileSync } from 'node:fs'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { localFiles } from '#core/files/store.ts'
import { openApi } from './openapi.ts'
import { allRoutes } from './routes.ts'

/** `/docs`: the interface, from the same contracts that run. */
export async function serveDocs(app: FastifyInstance): Promise<void> {
  const document = openApi(allRoutes(localFiles('.')))
  await app.register(swagger, { mode: 'static', specification: { document: document as never } })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    uiConfig: { docExpansion: 'none', deepLinking: true },
    logo: { type: 'image/svg+xml', content: readFileSync(new URL('web/mark.svg', import.meta.url)) },
    theme: { title: '追溯 接口文档' },
  })
}
