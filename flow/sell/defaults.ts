/** What a new company starts with: the default pipeline (chain.md §6.2) and the decision gates (§7). */

const stage = (key: string, zh: string, en: string) => ({ key, nameZh: zh, nameEn: en })
const check = (stageKey: string, key: string, [labelZh, labelEn]: readonly [string, string]) => ({
  stage: stageKey,
  key,
  labelZh,
  labelEn,
})

/** Fields and parts for creating the pipeline. */
export const defaultPipeline = {
  name: '标准销售流程',
  isDefault: true,
  stages: [
    {
      ...stage('S1', '潜在客户', 'Prospect'),
      seq: 1,
      probability: '0.1',
      rotDays: 14,
      category: 'pipeline',
      requiredFields: ['accountId', 'primaryContactId', 'source'],
    },
    {
      ...stage('S2', '初步接触', 'Contacted'),
      seq: 2,
      probability: '0.167',
      rotDays: 14,
      category: 'pipeline',
      requiredFields: ['firstContactAt', 'needSummary'],
    },
    {
      ...stage('S3', '需求分析', 'Needs analysis'),
      seq: 3,
      probability: '0.333',
      rotDays: 21,
      category: 'pipeline',
      requiredFields: ['amount', 'lines', 'expectedCloseDate', 'competitors'],
    },
    {
      ...stage('S4', '提供方案', 'Proposal'),
      seq: 4,
      probability: '0.667',
      rotDays: 30,
      category: 'best_case',
      requiredFields: ['quoteSent'],
    },
  ],
  checklist: [
    check('S1', 'profile', ['核实客户概况', 'Company profile checked']),
    check('S1', 'chain', ['明确决策链', 'Decision chain named']),
    check('S1', 'contact', ['计划首次接触', 'First contact planned']),
    check('S2', 'call', ['已有效沟通并记录', 'Connected activity logged']),
    check('S2', 'pain', ['确认痛点', 'Pain point confirmed']),
    check('S2', 'bant', ['BANT 至少满足两项', 'BANT met at least twice']),
    check('S3', 'document', ['需求文档经售前确认', 'Requirements signed off by presales']),
    check('S3', 'budget', ['确认预算', 'Budget confirmed']),
    check('S3', 'buyer', ['已会见经济决策者', 'Economic buyer met']),
    check('S4', 'demo', ['已讲解方案或演示', 'Proposal or demo presented']),
    check('S4', 'quote', ['报价已批准并发送', 'Quote approved and sent']),
    check('S4', 'legal', ['已交换合同条款', 'Legal terms exchanged']),
  ],
} as const

const required = (...names: readonly string[]) => names.map((name) => ({ name, required: true }))
const below = (minor: string, roles: readonly string[], minMargin: string | null = null) => ({
  below: minor,
  minMargin,
  roles,
})

/** Fields and parts for creating each gate; amounts are major units of the base currency, as people type them. */
export const defaultGates = [
  {
    code: 'ATI',
    nameZh: '立项决策',
    nameEn: 'Authorize to invest',
    subject: 'opportunity',
    blocks: ['opportunity.stage'],
    leavingStage: 'S2',
    fromAmount: '200000',
    whenNewIndustry: true,
    validityDays: null,
    slaWd: 3,
    deliverables: required('商机评估', '客户决策链', '资源估算'),
    authority: [below('1000000', ['SM']), { below: null, minMargin: null, roles: ['EXE'] }],
  },
  {
    code: 'ATB',
    nameZh: '投标（报价）决策',
    nameEn: 'Authorize to bid',
    subject: 'opportunity',
    blocks: ['quote.send', 'opportunity.win'],
    whenBid: true,
    fromAmount: '500000',
    fromLevel: 'L2',
    validityDays: 60,
    slaWd: 3,
    deliverables: required('解决方案', '成本与价格表', '风险清单', '交付意见'),
    authority: [below('1000000', ['SM'], '0.25'), { below: null, minMargin: null, roles: ['EXE'] }],
  },
  {
    code: 'ATC',
    nameZh: '签约决策',
    nameEn: 'Authorize to contract',
    subject: 'contract',
    blocks: ['contract.approve'],
    always: true,
    autoGoUpTo: '100000',
    validityDays: 30,
    slaWd: 3,
    deliverables: required('差异清单', '信用检查', '投标条件落实情况'),
    authority: [below('500000', ['SM', 'LEG']), { below: null, minMargin: null, roles: ['EXE'] }],
  },
  {
    code: 'ATAC',
    nameZh: '合同变更决策',
    nameEn: 'Authorize to amend contract',
    subject: 'amendment',
    blocks: ['contract.amend'],
    changePct: '0.05',
    fromChange: '50000',
    whenTerms: true,
    validityDays: 30,
    slaWd: 3,
    deliverables: required('变更申请', '对成本、计划和毛利的影响'),
    authority: [below('500000', ['SM', 'LEG']), { below: null, minMargin: null, roles: ['EXE'] }],
  },
  {
    code: 'ATCC',
    nameZh: '合同关闭决策',
    nameEn: 'Authorize to close contract',
    subject: 'contract',
    blocks: ['contract.close'],
    always: true,
    validityDays: null,
    slaWd: 5,
    deliverables: required('验收资料', '对账单', '遗留问题清单', '毛利复盘'),
    authority: [below('1000000', ['ARF', 'DPM']), { below: null, minMargin: null, roles: ['EXE'] }],
  },
] as const
