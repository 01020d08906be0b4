/** Whom the steps of a sale are told to: those who must now act, and those who waited. */
import { arrow } from '../../kernel/arrow.ts'
import type { Notice } from '../../kernel/command.ts'
import { type Loose, one, rows, self } from '../../kernel/fact.ts'
import type { Role } from '../../kernel/role.ts'
import { authorityFor } from '../sell/deciding.ts'
import { approvers } from '../sell/quote/approval.ts'

const users = rows('user', { state: 'active' })
const department = one('department', self('deptId'))

/** Managers are those of the record's department and its head; other roles are the company's. */
function holders(
  people: readonly Loose[],
  wanted: readonly string[],
  place: { deptId: string | null; headId: string | null },
): string[] {
  return people
    .filter((user) =>
      wanted.some(
        (role) =>
          user.roles.includes(role) &&
          (role !== 'SM' || user.departmentId === place.deptId || user.id === place.headId),
      ),
    )
    .map((user) => user.id as string)
}

function told(kind: string, to: readonly (string | null | undefined)[], record: Loose): Notice[] {
  const people = [...new Set(to.filter((id): id is string => typeof id === 'string'))]
  const object = kind.slice(0, kind.indexOf('.'))
  const values = { no: record.no, name: record.title ?? record.subject ?? record.name ?? record.no }
  return people.length === 0 ? [] : [{ notice: kind, to: people, object, id: record.id, values }]
}

export const quoteWaits = arrow({
  name: 'A quote above authority waits for its approvers',
  on: 'quote.submitted',
  needs: { users, department },
  when: ({ event }) => event.to === 'in_approval',
  then: ({ record, facts }) => {
    const level = approvers[(record.approvalLevel ?? 'L1') as keyof typeof approvers] as readonly Role[]
    const wanted = [...level.slice(0, 1), ...((record.approvalExtra ?? []) as string[])]
    return told('quote.approval_wanted', holders(facts.users, wanted, place(record, facts.department)), record)
  },
})

export const contractWaits = arrow({
  name: 'A contract or a change of one waits for review or approval',
  on: ['contract.review_requested', 'contract.submitted', 'amendment.review_requested', 'amendment.submitted'],
  needs: { users, department },
  then: ({ record, event, facts }) => {
    const review = event.type.endsWith('.review_requested')
    const people = holders(facts.users, review ? ['LEG'] : ['SM', 'LEG', 'ARF'], place(record, facts.department))
    return told(`${event.object}.${review ? 'review_wanted' : 'approval_wanted'}`, people, record)
  },
})

export const gateWaits = arrow({
  name: 'A requested decision waits for those who may take it',
  on: 'gateDecision.requested',
  needs: { users, department, gate: one('gate', self('gateId')) },
  then: ({ record, facts, actor }) => {
    const wanted = authorityFor(facts.gate, { amount: record.amount ?? 0n, margin: record.margin ?? null })
    const people = holders(facts.users, wanted, place(record, facts.department)).filter((id) => id !== actor.id)
    return told('gateDecision.decision_wanted', people, record)
  },
})

/** A no-go leaves the deal open: its owner decides whether it is lost. */
export const gateSpoke = arrow({
  name: 'A decision is told to whoever asked, a no-go to the owner of the deal',
  on: 'gateDecision.decided',
  needs: { opportunity: one('opportunity', self('opportunityId')) },
  then: ({ record, facts }) => [
    ...told('gateDecision.decided', [record.requestedBy], record),
    ...(record.outcome === 'no_go' && facts.opportunity
      ? told('opportunity.loss_proposed', [facts.opportunity.ownerId], facts.opportunity)
      : []),
  ],
})

export const answered = arrow({
  name: 'What became of a quote, a contract or its change is told to its owner',
  on: [
    'quote.approved',
    'quote.returned',
    'quote.expired',
    'contract.reviewed',
    'contract.approved',
    'contract.returned',
    'contract.activated',
    'contract.expired',
    'amendment.reviewed',
    'amendment.approved',
    'amendment.returned',
    'amendment.effective',
  ],
  then: ({ record, event, actor }) => (record.ownerId === actor.id ? [] : told(event.type, [record.ownerId], record)),
})

const place = (record: Loose, dept: Loose | null) => ({
  deptId: record.deptId as string | null,
  headId: (dept?.headId ?? null) as string | null,
})
