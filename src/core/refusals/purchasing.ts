import type { Entry } from '#core/refusals.ts'

/** 印鉴卡, 购用计划 and the suppliers one may buy from. Part of the closed list in refusals.ts. */
export const purchasingRefusals = {
  PAYMENT_NOT_BY_TRANSFER: {
    status: 422,
    text: '第 {row} 行：{no} 含麻醉、精神药品，货款只能银行转账，不能现金或汇票支付；请改为银行转账',
    record: true,
  },
  PAYMENT_NO_ACCOUNT: {
    status: 422,
    text: '{supplier} 还没有登记收款账户，请先由药学部负责人登记户名、开户银行和账号',
  },
  PAYMENT_HOLDER: {
    status: 422,
    text: '户名“{holder}”与供应商“{supplier}”不一致，货款只能付给供应商本单位账户；请核对，改名的先修改供应商名称',
    record: true,
  },
  PAYMENT_OVER: {
    status: 422,
    text: '第 {row} 行：{no} 按实收数量和采购价只剩 {left} 元未付，不能多付；请改小金额',
    record: true,
  },
  PAYMENT_OVER_NOW: {
    status: 409,
    text: '{no} 登记后 {receipt} 有退货或红冲，现在只应付 {due} 元，已登记 {paid} 元；请作废后按新金额登记',
    record: true,
  },
  PAYMENT_RECEIPT: {
    status: 422,
    text: '第 {row} 行：{no} 不是这家供应商已签字入库的收货单，请重新选择',
  },
  PAYMENT_TWICE: { status: 422, text: '第 {row} 行：同一收货单的同一发票号写了两次，请合并成一行' },
  PAYMENT_BANK_NO: {
    status: 409,
    text: '银行回单号 {bankNo} 已经登记过，一张回单只能付一次；请核对回单',
    record: true,
  },
  PAYMENT_DAY: { status: 422, text: '付款日期 {day} 还没有到，请按银行回单上的日期填写' },
  PAYMENT_STATE: { status: 409, text: '{no} {state}，不能{act}' },
  PAYMENT_OWN: { status: 403, text: '{no} 是您本人登记的，请另一人{act}', record: true },
  CARD_MISSING: {
    status: 422,
    text: '{drug} 凭印鉴卡采购，{day} 本院没有在有效期内的印鉴卡，请先登记印鉴卡再下单',
    record: true,
  },
  CARD_EXPIRED: {
    status: 422,
    text: '印鉴卡 {card} 已于 {until} 到期，{day} 不能采购 {drug}，请先换领新卡并登记',
    record: true,
  },
  CARD_NOT_YET: {
    status: 422,
    text: '印鉴卡 {card} 从 {from} 起有效，{day} 不能采购 {drug}，请到期后再下单',
    record: true,
  },
  CARD_PURCHASER: {
    status: 403,
    text: '{name} 不是印鉴卡 {card} 上的采购人员，{drug} 须由 {names} 下单；要增加采购人员，请先办理印鉴卡变更',
    record: true,
  },
  PLAN_OVER: {
    status: 422,
    text: '{drug} {year} 年核定 {approved}，已订 {ordered}，还可订 {left}，不能订 {units}；请减少数量，或先申请增补',
    record: true,
  },
  PLAN_NOT_IN: {
    status: 422,
    text: '{year} 年购用计划里没有核定 {drug}，请先申请增补，核定后再下单',
    record: true,
  },
  SUPPLIER_NOT_DESIGNATED: {
    status: 422,
    text: '{supplier}没有登记麻精定点批发资质，不能向其采购 {drug}；请改向定点批发企业下单，或先在供应商里登记资质',
    record: true,
  },
  SUPPLIER_LICENCE_EXPIRED: {
    status: 422,
    text: '{supplier}的{licence}已于 {until} 到期，不能向其采购 {drug}；请索取新证并在供应商里更新，或换一家',
    record: true,
  },
  SUPPLIER_OTHER_PROVINCE: {
    status: 422,
    text: '{supplier}的许可证 {licence} 不是本省核发，{drug} 须向本省定点批发企业采购；经省药监局批准跨省的，请先在供应商里登记批准文件',
    record: true,
  },
  CARD_TERM: {
    status: 422,
    text: '印鉴卡有效期 3 年，从 {from} 起最迟到 {last}，请核对卡面',
  },
  CARD_ORDER: {
    status: 422,
    text: '有效期须从签发日 {issued} 或之后开始，请核对卡面',
  },
  CARD_CHANGE_DAY: {
    status: 422,
    text: '日期须在 {first} 到 {last} 之间，请核对',
  },
  CARD_CHANGE_SAME: { status: 422, text: '变更前后相同，没有需要登记的变更' },
  CARD_CHANGE_PEOPLE: { status: 422, text: '{detail}' },
  CARD_CHANGE_STEP: { status: 409, text: '变更 {no} {state}，不能{act}' },
  PLAN_LINES: { status: 422, text: '{detail}' },
  PLAN_STEP: { status: 409, text: '购用计划 {no} {state}，不能{act}' },
  PLAN_YEAR: { status: 422, text: '{year} 年的购用计划还没有核定，不能增补，请先报年度计划' },
  PLAN_NO_AUTHORITY: { status: 422, text: '没有监管本院的卫生健康部门，购用计划无处可报，请先登记辖区监管' },
} as const satisfies Record<string, Entry>
