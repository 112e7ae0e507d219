import { z } from 'zod'
import { pathParams, type Endpoint } from '#core/contract.ts'
import { permissions } from '#core/identity/permissions.ts'
import { refusals } from '#core/refusals.ts'
import type { Route } from '#core/route.ts'

type Json = Record<string, unknown>

/** The features in the order of the work, with their Chinese. A new feature adds its line; a test asks for it. */
export const tags: Readonly<Record<string, string>> = {
  session: '登录',
  witness: '第二人到场与签字',
  home: '首页',
  purchase: '采购单',
  purchaseCard: '印鉴卡',
  payment: '货款支付',
  purchasePlan: '购用计划',
  receipt: '收货验收',
  requisition: '请领',
  transfer: '调拨',
  drawerAccess: '开柜与取前清点',
  issue: '领用发药',
  emergency: '抢救用药补办',
  prescription: '处方与发药',
  longTerm: '长期用药患者',
  paper: '处方纸',
  prescriptionReview: '处方点评',
  patientEmpties: '患者交回空容器',
  use: '使用与残余',
  assay: '残余抽检',
  infusion: '泵注',
  baseStock: '基数（三级库）',
  baseCheck: '基数月检查',
  handover: '交接班与日结',
  recovery: '空安瓿回收',
  destruction: '销毁',
  discrepancy: '差异',
  stocktake: '盘点',
  quarantine: '待查',
  writeOff: '报损销毁',
  incident: '丢失被盗事件',
  borrowing: '紧急借用',
  patientReturn: '患者交回',
  supplierReturn: '退货',
  correction: '红冲',
  stock: '库存与专用账册',
  stockLimit: '库存限量与补货',
  reclassification: '重分类',
  spelling: '拼音',
  trace: '追溯码',
  report: '报表',
  retention: '保存与销毁',
  governance: '组织与制度',
  inspection: '检查与整改',
  filing: '报送',
  specimen: '签名留样',
  downtime: '停机补录',
  alerts: '预警',
  supervision: '辖区监管',
  onboarding: '入驻',
  catalogue: '药品档案',
  supplier: '供应商',
  place: '科室与储位',
  staff: '人员与资格',
  training: '培训考核',
  access: '岗位与授权',
  files: '取证照片',
  ledger: '账目核验',
}

/** OpenAPI 3.1 of every endpoint, derived from the contracts; the order is that of the addresses. */
export function openApi(routes: readonly Route[]): Json {
  const endpoints = routes
    .map((r) => r.endpoint)
    .sort((a, b) => (a.path + a.method < b.path + b.method ? -1 : 1))
  const paths: Record<string, Json> = {}
  for (const e of endpoints) {
    const url = `/api${e.path}`
    paths[url] = { ...paths[url], [e.method.toLowerCase()]: operation(e) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '追溯 Zhuisu',
      version: '0.1.0',
      description:
        '麻精药品追溯平台接口。写入类请求须带 Idempotency-Key；须两人办理的另带 X-Witness（先调用第二人签字接口取得）；补录停机期间纸上的一行时带 X-Paper（应急单;行;发生时间）。拒绝以 application/problem+json 返回，code 是封闭的名称表。',
    },
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'zs_session' } },
      schemas: { Problem: problem },
    },
    security: [{ session: [] }],
  }
}

const problem: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(refusals) },
    detail: { type: 'string', description: '中文说明：发生了什么，怎么办' },
    facts: { type: 'object' },
    faults: { type: 'array', items: { type: 'object' } },
    requestId: { type: 'string' },
  },
}

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  }) as Json
  return rest
}

function operation(e: Endpoint): Json {
  const input = schemaOf(e.input, 'input') as { properties?: Record<string, Json>; required?: string[] }
  const path = new Set(pathParams(e.path))
  const rest = Object.entries(input.properties ?? {}).filter(([name]) => !path.has(name))
  const inQuery = e.method === 'GET' || e.upload !== undefined
  const parameter = (name: string, where: string, required: boolean) => ({
    name,
    in: where,
    required,
    schema: input.properties?.[name] ?? {},
  })
  const parameters = [
    ...[...path].map((name) => parameter(name, 'path', true)),
    ...(inQuery
      ? rest.map(([name]) => parameter(name, 'query', input.required?.includes(name) === true))
      : []),
    ...(e.method === 'POST' && keyed(e)
      ? [{ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string' } }]
      : []),
    ...(e.witness
      ? [
          {
            name: 'X-Witness',
            in: 'header',
            required: true,
            schema: { type: 'string' },
            description: e.witness.title,
          },
        ]
      : []),
  ]
  return {
    operationId: e.name,
    tags: [e.name.split('.')[0]],
    summary: e.summary,
    description: needs(e),
    ...(e.permission === 'public' ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(e.method === 'POST' ? { requestBody: body(e, rest, input.required ?? [], path) } : {}),
    responses: responses(e),
  }
}

function needs(e: Endpoint): string {
  const permission =
    e.permission in permissions
      ? `权限：${permissions[e.permission as keyof typeof permissions]}`
      : e.permission === 'public'
        ? '无须登录'
        : '登录即可'
  return e.witness
    ? `${permission}。须第二人（${e.witness.title}）签字：${permissions[e.witness.permission]}`
    : permission
}

function body(e: Endpoint, rest: [string, Json][], required: string[], path: Set<string>): Json {
  if (e.upload)
    return {
      required: true,
      content: {
        'application/octet-stream': {
          schema: { type: 'string', format: 'binary', maxLength: e.upload.maxBytes },
        },
      },
    }
  const schema = {
    type: 'object',
    properties: Object.fromEntries(rest),
    required: required.filter((r) => !path.has(r)),
  }
  return { required: true, content: { 'application/json': { schema } } }
}

function responses(e: Endpoint): Json {
  const ok = e.download
    ? {
        description: '文件',
        content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
      }
    : { description: '成功', content: { 'application/json': { schema: schemaOf(e.output, 'output') } } }
  const problems = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
  return {
    '200': ok,
    default: { description: `拒绝：${e.refusals.join('、') || '见 code'}`, content: problems },
  }
}

/** Signing in, out and as the second person run outside the pipeline and take no key. */
const keyed = (e: Endpoint) => !['session', 'witness'].includes(e.name.split('.')[0] ?? '')
