import { on, type Route } from '#core/route.ts'
import { listAlerts } from './contract.ts'
import { alertRows } from './store.ts'

export const alertsQueries: Route[] = [on(listAlerts, async (tx, _actor, input) => alertRows(tx, input))]
