import { drawerAccessRefusals } from './refusals/access.ts'
import { assayRefusals } from './refusals/assay.ts'
import { carrierRefusals } from './refusals/carrier.ts'
import { countRefusals } from './refusals/count.ts'
import { emergencyRefusals } from './refusals/emergency.ts'
import { endOfLifeRefusals } from './refusals/endOfLife.ts'
import { infusionRefusals } from './refusals/infusion.ts'
import { officeRefusals } from './refusals/office.ts'
import { paperRefusals } from './refusals/paper.ts'
import { onboardingRefusals } from './refusals/onboarding.ts'
import { prescriptionRefusals } from './refusals/prescription.ts'
import { purchasingRefusals } from './refusals/purchasing.ts'
import { reviewRefusals } from './refusals/review.ts'

/**
 * The closed list of expected refusals: HTTP status and the Chinese sentence (what happened, what to do).
 * `{name}` is filled from the refusal's facts. `record: true` means: written to the log although the
 * transaction rolls back, because somebody will ask about it later. Rooms with many of their own have a file in refusals/.
 */
export interface Entry {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429
  readonly text: string
  readonly record?: true
}

export const refusals = {
  ...assayRefusals,
  ...carrierRefusals,
  ...countRefusals,
  ...officeRefusals,
  ...paperRefusals,
  ...drawerAccessRefusals,
  ...emergencyRefusals,
  ...infusionRefusals,
  ...onboardingRefusals,
  ...reviewRefusals,
  // the pipeline
  INPUT_INVALID: { status: 422, text: '有内容填写不对，请按标出的字段修改' },
  NOT_SIGNED_IN: { status: 401, text: '还没有登录或登录已过期，请重新登录；已填内容保留在页面上' },
  SIGN_IN_FAILED: { status: 401, text: '账号或密码不对，请重新输入', record: true },
  SIGN_IN_THROTTLED: { status: 429, text: '连续输错次数过多，请 {minutes} 分钟后再试', record: true },
  ACCOUNT_DISABLED: { status: 403, text: '该账号已停用，请找本单位管理员', record: true },
  ORIGIN_REFUSED: { status: 403, text: '请求不是从本系统页面发出的，请回到系统页面操作', record: true },
  FORBIDDEN: { status: 403, text: '您的岗位没有“{permission}”权限，请有权限的同事办理', record: true },
  NOT_FOUND: { status: 404, text: '没有找到这条记录，请核对编号' },
  IDEMPOTENCY_KEY_REQUIRED: { status: 400, text: '请求缺少防重编号，请刷新页面后重做' },
  IDEMPOTENCY_KEY_REUSED: { status: 409, text: '同一防重编号对应的内容不同，请刷新页面后重做' },
  BUSY_TRY_AGAIN: { status: 409, text: '有别人正在办理同一批药品，请再点一次' },
  REASON_REQUIRED: { status: 422, text: '请写明原因' },

  // witness
  WITNESS_REQUIRED: { status: 403, text: '这一步须两人：请第二人当面签字', record: true },
  WITNESS_IS_ACTOR: { status: 403, text: '第二人不能是同一人，请另一人签字', record: true },
  WITNESS_FAILED: { status: 403, text: '第二人的账号、密码或 PIN 不对，请本人重新输入', record: true },
  WITNESS_UNQUALIFIED: { status: 403, text: '{name} 没有{need}，不能做第二人，请换人', record: true },
  WITNESS_EXPIRED: { status: 409, text: '第二人的签字已过期，请重新签字', record: true },
  WITNESS_CONTENT_CHANGED: { status: 409, text: '签字之后内容有改动，请第二人核对后重新签字', record: true },
  UNQUALIFIED: {
    status: 403,
    text: '{name} 没有有效的{need}，不能办理这一步；{renew}',
    record: true,
  },

  // files
  FILE_TOO_LARGE: { status: 413, text: '文件超过 {limit}，请压缩或拆分后再传' },
  FILE_EMPTY: { status: 422, text: '文件里没有内容，请检查是否选错文件' },
  FILE_TYPE_REFUSED: { status: 415, text: '文件内容不是{allowed}，请重新选择', record: true },
  FILE_UNREADABLE: { status: 422, text: '文件读不出来（{detail}），请重新导出后再传' },
  FILE_TRUNCATED: { status: 422, text: '文件在第 {line} 行中断，不完整，请让对方重新发送' },
  FILE_ENCODING: {
    status: 422,
    text: '文件编码不对：第 {line} 行附近不是 {encoding}，请另存为 UTF-8 后再传',
  },
  FILE_FORBIDDEN_XML: {
    status: 422,
    text: '文件里有 DTD 或实体声明（第 {line} 行），不收，请让对方按标准导出',
    record: true,
  },
  FILE_TOO_MANY_ROWS: { status: 422, text: '一个文件最多 {limit} 行，请拆分后再传' },
  FILE_FORMAT_UNKNOWN: { status: 422, text: '认不出文件格式，支持码上放心 TXT、关联关系 XML、出入库 XML' },
  FILE_COLUMN_MISSING: { status: 422, text: '表头缺少“{column}”列，请用模板或在表头补上' },
  FILE_HAS_FAULTS: { status: 422, text: '文件有 {count} 处不对，没有导入任何内容，请按行修改' },
  FILE_MERGED_CELLS: {
    status: 422,
    text: '第 {row} 行起有合并单元格（{range}），请取消合并、每行填满后再传',
  },
  IMPORT_NOTHING: { status: 422, text: '没有可以写入的行：先改好错误的行，或勾选更新' },
  IMPORT_STALE: { status: 409, text: '核对 {no} 之后，有 {count} 行的档案被别人改过，请重新选文件核对' },
  IMPORT_IN_USE: { status: 409, text: '{what}{why}，这批导入不能整批撤回，请逐条停用' },
  CELL_REQUIRED: { status: 422, text: '第 {row} 行“{column}”没有填' },
  CELL_INVALID: { status: 422, text: '第 {row} 行“{column}”的“{value}”不对：{need}' },
  CELL_UNKNOWN: { status: 422, text: '第 {row} 行“{column}”的“{value}”在档案里没有，请先建档或改正' },

  // codes
  CODE_EMPTY: { status: 422, text: '没有读到码，请重扫' },
  CODE_TOO_LONG: { status: 422, text: '码超过 100 个字符，不是追溯码，请重扫' },
  CODE_NOT_PRINTABLE: { status: 422, text: '码里有不能识别的字符，请检查扫码枪设置后重扫' },
  CODE_IS_PRODUCT_BARCODE: { status: 422, text: '{code} 是商品条码（69 码），不是追溯码，请扫盒上的追溯码' },
  CODE_GS1_AMBIGUOUS: { status: 422, text: '扫码枪没有送出分隔符，{code} 读不准，请检查扫码枪设置' },
  CODE_GS1_INVALID: { status: 422, text: '{code} 不符合 GS1 规则（{detail}），请重扫' },
  CODE_GS1_NO_SERIAL: { status: 422, text: '{code} 没有单品序列号，不能当追溯码，请扫带序列号的码' },
  CODE_MA_INVALID: { status: 422, text: '{code} 不符合 MA 码规则（{detail}），请重扫' },
  CODE_UNIT_INVALID: { status: 422, text: '{code} 不是有效的单支标签，支号应为 1 到 999，请重扫' },
  CODE_PARENT_MISSING: { status: 422, text: '第 {line} 行 {code} 缺少上级码，请让供货单位重新导出' },
  CODE_PARENT_NOT_IN_FILE: {
    status: 422,
    text: '第 {line} 行 {code} 的上级码 {parent} 不在文件里，请让供货单位重新导出',
  },
  CODE_LEVEL_WRONG: {
    status: 422,
    text: '第 {line} 行 {code} 的包装层级与上级码不相邻，请让供货单位重新导出',
  },
  CODE_DUPLICATE_IN_FILE: { status: 422, text: '第 {line} 行 {code} 在文件里出现两次，请让供货单位重新导出' },
  CODE_CHILD_COUNT: {
    status: 422,
    text: '第 {line} 行 {code} 下有 {found} 个，按包装比例应有 {expected} 个，请核对实物',
  },
  CODE_DATE_ORDER: {
    status: 422,
    text: '第 {line} 行有效期 {expiry} 不晚于生产日期 {made}，请让供货单位更正',
  },
  CODE_LINE_INVALID: { status: 422, text: '第 {line} 行读不出：{detail}' },
  CODE_NOT_IN_ORDER: {
    status: 422,
    text: '本单没有{drug}。这盒先放进待查盒，不要入柜，继续扫下一盒或登记多送',
    record: true,
  },
  CODE_PRODUCT_UNKNOWN: { status: 422, text: '药品标识码 {prefix} 没有对应药品，请先在药品档案里登记' },
  CODE_SCANNED_TWICE: { status: 409, text: '{code} 本单已扫过，不重复计数' },
  CODE_IN_STOCK_HERE: {
    status: 409,
    text: '{code} 已经在本院账上（{place}），不能再收。先放进待查盒',
    record: true,
  },
  CODE_HELD_ELSEWHERE: {
    status: 409,
    text: '{code} 已在别的单位入账，不收；已报告主管部门。先封存待查',
    record: true,
  },
  CODE_NEVER_RECEIVED: { status: 409, text: '{code} 从未在本院入账，请核对是否拿错', record: true },
  CODE_NOT_HERE: { status: 409, text: '{code} 不在{place}的账上，请先查这个码现在在哪', record: true },
  CODE_NOT_SELLABLE_PACK: { status: 422, text: '{code} 是大包装码，文件里没有它的下级码，请逐盒扫' },

  // ledger
  BALANCE_SHORT: { status: 409, text: '{place} 的 {drug} 只有 {have}，不够 {want}', record: true },
  QUANTITY_NOT_POSITIVE: { status: 422, text: '数量须是大于 0 的整数' },
  LOT_EXPIRED: { status: 422, text: '批号 {lot} 已于 {expiry} 过期，不能{act}，请隔离', record: true },
  LOT_MISMATCH: { status: 422, text: '批号 {lot} 的有效期与已有记录不一致（{known}），请核对实物' },
  MOVEMENT_ALREADY_REVERSED: { status: 409, text: '这笔已经红冲过' },
  MOVEMENT_NOT_REVERSIBLE: { status: 409, text: '这笔之后药品又有变动，须先冲后面的' },
  DOCUMENT_CLOSED: { status: 409, text: '{no} 已{state}，不能再改' },
  DOCUMENT_CHANGED: { status: 409, text: '{no} 刚被别人改过，请核对后再提交' },
  ALREADY_EXISTS: { status: 409, text: '{what}“{value}”已经有了，请直接使用或换一个' },
  IN_USE: { status: 409, text: '{what}正在使用，不能停用' },
  CLASS_UNKNOWN: { status: 422, text: '{drug} 在 {date} 没有管制分类，请先维护药品目录' },

  // receipt, transfer, issue
  RECEIPT_NOTHING_SCANNED: { status: 422, text: '还没有扫到一盒，不能签字入库' },
  RECEIPT_LINE_OPEN: { status: 422, text: '{drug} 还差 {missing}，请继续扫，或登记短少、破损' },
  RECEIPT_OVER: { status: 422, text: '{drug} 超出应到 {expected}，请登记多送', record: true },
  RECEIPT_LOT_REQUIRED: { status: 422, text: '请先填写{drug}的批号和有效期，或载入随货文件' },
  RECEIPT_FILE_MISMATCH: { status: 422, text: '文件里的药品不在本单：{detail}，请核对是否拿错文件' },
  TRANSFER_SAME_PLACE: { status: 422, text: '调出和调入不能是同一储位' },
  TRANSFER_TIER: { status: 422, text: '{from}不能向{to}调拨，请按一级库、二级库、三级库逐级调拨' },
  DRAWER_NOT_FOR_DRUG: { status: 422, text: '{place}只放{kept}，不能放{drug}，请改放别的储位' },
  TRANSFER_NOT_ASKED: { status: 422, text: '请领单里{drug}还可出库 {left}，不能出库 {units}，请核对请领单' },
  TRANSFER_OVER: { status: 422, text: '{drug} 实收 {units} 超过在途 {inTransit}，请核对' },

  // base stock, exchange
  BASE_OVER: {
    status: 422,
    text: '{place} 的 {drug} 基数 {base}，还可收 {free}，不能{act} {units}，请按差额办理',
    record: true,
  },
  BASE_NONE: {
    status: 422,
    text: '{place} 没有核定 {drug} 的基数，请先申请基数，批准后再领',
    record: true,
  },
  BASE_NOT_PROVEN: {
    status: 422,
    text: '{drug} 批号 {lot} 可换 {have}，不能换 {want}，请先交回空安瓿或补记使用',
  },
  BASE_EXCHANGE_LINES: { status: 422, text: '请领数量与交来的用药凭据不一致，请刷新后重新提出' },
  BASE_MIN_OVER: { status: 422, text: '最低存量不能大于基数，请改正' },
  BASE_UNCHANGED: { status: 422, text: '与现行基数相同，没有需要批准的变更' },
  BASE_DATE: { status: 422, text: '生效日期不能早于今天，请改正' },
  BASE_TWO_PEOPLE: {
    status: 403,
    text: '申请人不能批准自己的申请，请另一位负责人批准',
    record: true,
  },
  // handover, daily settlement
  HANDOVER_OPEN: { status: 409, text: '{place} 的{what} {no} 还没有签字，请先办完或作废' },
  HANDOVER_DAY_SETTLED: { status: 409, text: '{day} 已经日结，不用再结' },
  HANDOVER_BLIND: { status: 409, text: '这个储位盲点，请逐行填写实点数' },
  HANDOVER_BOX_OPEN: { status: 422, text: '{code} 是拆过的盒，请点数后填在批号 {lot} 这一行' },
  HANDOVER_UNCOUNTED: { status: 422, text: '还有 {count} 行没有清点，先点 {drug} 批号 {lot}' },
  HANDOVER_MOVED: { status: 409, text: '{drug} 批号 {lot} 清点后账上又有出入，请重新点这一行' },
  HANDOVER_DIFFERENCE: { status: 422, text: '{drug} 批号 {lot} 差 {units}，请先登记差异类别和原因' },
  HANDOVER_NO_DIFFERENCE: { status: 422, text: '这一行没有差异，请先填实点数' },
  BASE_CHECK_ITEMS: { status: 422, text: '检查项目没有逐项填完，请补全' },
  BASE_CHECK_LINES: { status: 409, text: '账上的批号有变动，请刷新后重新清点' },
  BASE_CHECK_MONTH: { status: 422, text: '{month} 不是待检查的月份，请选本月或欠查的月份' },
  BASE_NOT_YOURS: { status: 403, text: '只能由申请人撤回，请与申请人联系' },

  FEFO_BROKEN: {
    status: 422,
    text: '{drug} 批号 {earlier}（有效期 {expiry}）更早到期，请先用；确要用后者请写明原因',
  },
  ISSUE_OVER_PLAN: { status: 422, text: '{drug} 领 {units} 超过计划 {planned}，请核对处方或手术' },
  PRESCRIBER_UNQUALIFIED: { status: 403, text: '{name} 没有有效的{need}，不能作为开方医师', record: true },

  // reports
  REPORT_PERIOD_TOO_LONG: { status: 422, text: '期间 {days} 天，超过一次可看的 {most} 天，请缩短期间' },
  RETENTION_NOTHING_PASSED: {
    status: 409,
    text: '{record}里没有过了保存期、又未被冻结的记录，不用销毁',
  },
  RETENTION_SAME_HAND: {
    status: 403,
    text: '申请、批准、执行与监督须是不同的人，请换一位',
    record: true,
  },
  REPORT_TOO_LONG: {
    status: 422,
    text: '共 {total} 行，超过一次导出的 {most} 行，请缩短期间或加筛选条件',
  },
  ...prescriptionRefusals,

  // use, residue, recovery, destruction
  NOT_HOLDER: { status: 403, text: '这是 {name} 领用的药品，只能由本人记录', record: true },
  USE_TIME_ORDER: { status: 422, text: '时间早于领用或开启时间 {since}，请核对' },
  USE_OPEN_FIRST: { status: 422, text: '{drug} 用后要交回{container}，请先开启再给药' },
  USE_NOT_OPENED: { status: 422, text: '{drug} 不拆开使用，请按整{unit}给药' },
  TIME_IN_FUTURE: { status: 422, text: '时间不能晚于现在' },
  EVIDENCE_INCOMPLETE: { status: 422, text: '还差照片：{missing}' },
  EVIDENCE_REUSED: { status: 409, text: '与旧照相同，请重新拍摄', record: true },
  CONTAINER_NOT_OWED: { status: 422, text: '{name} 名下没有欠批号 {lot} 的{container}，请核对' },
  DESTRUCTION_OVER: { status: 422, text: '回收箱里批号 {lot} 只有 {have}，不能销毁 {want}' },

  ...endOfLifeRefusals,
  ...purchasingRefusals,

  // access
  ACCESS_OWN: {
    status: 403,
    text: '不能改本人的权限（{what}），请另一位有“管理岗位与授权”权限的同事办理',
    record: true,
  },
  ACCESS_OUTSIDE: {
    status: 403,
    text: '您的“{permission}”权限只限 {scope}，不含{what}；请有这个范围权限的同事办理',
    record: true,
  },
  WITNESS_OUTSIDE: {
    status: 403,
    text: '{name} 的权限只限 {scope}，不含{what}，不能做这一笔的第二人，请换人',
    record: true,
  },
  ACCESS_CONFLICT: {
    status: 422,
    text: '“{one}”与“{other}”须分开由两人掌握，不能给{name}同时持有；请换人或先去掉一项',
    record: true,
  },
  ACCESS_LAST_ADMIN: {
    status: 409,
    text: '改了以后本单位就没有人能管理岗位与授权；请先给另一位在用人员长期的管理员岗位',
    record: true,
  },
  ACCESS_ROLE_STANDARD: { status: 409, text: '“{name}”是标准岗位，随版本更新，不能改；请复制成本院岗位再改' },
  ACCESS_ROLE_HELD: { status: 409, text: '还有 {count} 人在这个岗位上，不能停用；请先给他们换岗位' },
  ACCESS_TERM: { status: 422, text: '临时授权须从现在起、到期晚于开始、最长 {days} 天；长期的请改岗位' },
  ACCESS_NODE: { status: 422, text: '“{node}”只给主管部门，医疗机构的岗位不能有' },

  // training
  TRAINING_OWN_RESULT: {
    status: 403,
    text: '本人的签到和成绩不能由本人登记，请另一位有“登记培训考核”权限的同事办理',
    record: true,
  },
  TRAINING_ROWS: { status: 422, text: '有 {count} 行不能登记，没有写入任何一行；请按标出的行修改' },
  TRAINING_DAY: { status: 422, text: '考核日期 {date} 须在培训开始（{start}）和今天（{today}）之间，请核对' },
  TRAINING_HAS_RESULTS: { status: 409, text: '{what}已有 {count} 的记录，不能撤销或移出；请先撤回结果' },
  TRAINING_FULL: { status: 422, text: '一门课程最多 {limit} 人，请分成两门' },
  TRAINING_SIGN_IN_TIME: {
    status: 409,
    text: '签到从开课前 {early} 分钟到培训结束为止，现在不能签；请授课人在登记时补签',
  },
  TRAINING_NOT_PASSED: { status: 422, text: '没有通过考核，不能上传证书；补考通过后再传' },
} as const satisfies Record<string, Entry>

export type RefusalCode = keyof typeof refusals
