/** A company's settings: the mode is a set of defaults (R20), each of which can be changed by itself. */

export type CompanyMode = 'light' | 'standard' | 'strict'

export interface Settings {
  readonly mode: CompanyMode
  readonly timeZone: string
  readonly baseCurrency: string
  /** Whether a lead must be qualified before it is converted. */
  readonly qualifyRequired: boolean
  readonly bantMin: number
  readonly scoreMin: number
  /** Stage checklists must be done or waived before a stage is left. */
  readonly checklists: boolean
  /** Stage fields must be filled before a stage is left. */
  readonly stageFields: boolean
  /** Decision gates block their transitions. */
  readonly gates: boolean
  /** Base-currency minor units from which the contract gate applies in standard mode. */
  readonly gateFrom: string
  /** 'enforce' refuses two duties in one person; 'record' lets them pass and counts each meeting. */
  readonly duties: 'enforce' | 'record'
  /** Orders, quotes and contracts without their predecessor (R21). */
  readonly directDocuments: boolean
  /** Gross above which an accepted quote needs a contract before it becomes an order; minor units. */
  readonly contractFrom: string
  readonly creditCheck: boolean
  readonly overdueHoldDays: number
  readonly creditDaysPolicy: number
  readonly evidenceFiles: boolean
  readonly exportApproval: boolean
  /** Files of the company may take so many megabytes together. */
  readonly fileQuotaMb: number
  readonly overrunPct: string
  readonly writeoffTolerance: string
  /** The system allocates receipts whose invoices are certain; else it proposes them. */
  readonly autoAllocate: boolean
  readonly dormantDays: number
  readonly churnDays: number
  readonly marginFloor: string
}

const standard: Settings = {
  mode: 'standard',
  timeZone: 'Asia/Shanghai',
  baseCurrency: 'CNY',
  qualifyRequired: true,
  bantMin: 3,
  scoreMin: 60,
  checklists: true,
  stageFields: true,
  gates: true,
  gateFrom: '50000000',
  duties: 'enforce',
  directDocuments: true,
  contractFrom: '5000000',
  creditCheck: true,
  overdueHoldDays: 30,
  creditDaysPolicy: 30,
  evidenceFiles: true,
  exportApproval: false,
  fileQuotaMb: 20_480,
  overrunPct: '0',
  writeoffTolerance: '100',
  autoAllocate: false,
  dormantDays: 180,
  churnDays: 365,
  marginFloor: '0.2',
}

export const modes: Readonly<Record<CompanyMode, Settings>> = {
  standard,
  light: {
    ...standard,
    mode: 'light',
    qualifyRequired: false,
    bantMin: 0,
    scoreMin: 0,
    checklists: false,
    stageFields: false,
    gates: false,
    duties: 'record',
    evidenceFiles: false,
    creditCheck: false,
  },
  strict: {
    ...standard,
    mode: 'strict',
    gateFrom: '0',
    directDocuments: false,
    exportApproval: true,
  },
}

/** The mode's defaults with what the company changed laid over them. */
export const settingsOf = (mode: CompanyMode, changed: Partial<Settings> = {}): Settings => ({
  ...modes[mode],
  ...changed,
  mode,
})
