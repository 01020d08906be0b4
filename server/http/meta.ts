/** Describes the company's objects to a page or a program: what there is, what it is called, what the reader may do. */
import type { FastifyInstance } from 'fastify'
import { commonFields } from '../../kernel/common.ts'
import type { Field, Fields } from '../../kernel/field.ts'
import { reasonGiven } from '../../kernel/guard.ts'
import { type Label, say } from '../../kernel/label.ts'
import type { Declaration, Part, Transition } from '../../kernel/object.ts'
import { roleNames, roles } from '../../kernel/role.ts'
import { openReading, type Reading } from '../read/reading.ts'
import { isVisible } from '../read/scope.ts'
import { findTenantById } from '../store/companies.ts'
import type { Model, Session } from '../world.ts'
import type { Doors } from './doors.ts'
import { actionsOf, doorPermits, isOpen, mayAct, openTransitions, permitOf } from './permission.ts'
import { send, visitorOf } from './reply.ts'
import { whoIs } from './session.ts'

type Area = Declaration['area']
const areas: Readonly<Record<Area, Label>> = {
  sell: say('销售', 'Sell'),
  fulfil: say('履约', 'Fulfil'),
  cash: say('财务', 'Cash'),
  care: say('服务', 'Care'),
  manage: say('管理', 'Manage'),
  setup: say('设置', 'Set-up'),
}

export function metaRoutes(app: FastifyInstance, doors: Doors): void {
  const { world } = doors
  app.get('/api/v1/meta', { config: { permission: 'signedIn' } }, async (request, reply) => {
    const visitor = visitorOf(request)
    const { session } = visitor
    const reading = await openReading(world, session)
    const { model } = reading
    const { me } = await whoIs(doors, visitor)
    const { mode, timeZone, baseCurrency } = model.settings
    const tenant = await world.database.control((tx) => findTenantById(tx, session.tenantId))
    const company = {
      id: session.tenantId,
      demo: tenant?.demo ?? false,
      name: model.companyName,
      mode,
      timeZone,
      baseCurrency,
      settings: model.settings,
    }
    const seen = [...model.objects.values()].filter((one) => canDo(model, session, one))
    const objects = Object.fromEntries(seen.map((one) => [one.name, objectOf(reading, one)]))
    return send(reply, {
      company,
      me,
      objects,
      common: fieldsOf(reading, commonFields),
      roles,
      navigation: navigationOf(model, session),
    })
  })
  app.get('/api/v1/permissions', { config: { permission: 'permission:read' } }, async (request, reply) => {
    const { session } = visitorOf(request)
    return send(reply, { data: matrixOf(await world.models.of(session.tenantId)), roles })
  })
}

const canDo = (model: Model, { actor }: Session, { name, permits }: Declaration): boolean =>
  Object.keys(permits).some((action) => mayAct(model, actor, { object: name, action }))

function navigationOf(model: Model, session: Session) {
  return (Object.keys(areas) as Area[]).flatMap((area) => {
    const objects = [...model.objects.values()].filter((one) => one.area === area)
    const readable = objects.filter((one) => mayAct(model, session.actor, { object: one.name, action: 'read' }))
    return readable.length === 0 ? [] : [{ area, label: areas[area], objects: readable.map((one) => one.name) }]
  })
}

function objectOf(reading: Reading, declaration: Declaration) {
  const { model, actor } = reading
  const { name, plural, label, area, title, numbered, parts, states, board, thread, identity } = declaration
  const custom = model.customFields(name).filter((field) => isVisible(reading, field))
  const actions = ['read', 'create', 'change', 'remove', ...openTransitions(declaration)]
  return {
    name,
    plural,
    label,
    area,
    title,
    numbered: numbered ?? null,
    identity: identity ?? null,
    fields: [
      ...fieldsOf(reading, declaration.fields),
      ...custom.map((field) => ({
        ...fieldOf(`custom.${field.key}`, field),
        custom: true,
        filterable: field.filterable,
      })),
    ],
    parts: Object.entries(parts).map(([part, spec]) => partOf(reading, part, spec)),
    states: Object.entries(states).map(([state, { label: words, ends, locked, draft }]) => ({
      name: state,
      label: words,
      ends: ends ?? null,
      locked: locked === true,
      draft: draft === true,
    })),
    transitions: openTransitions(declaration).map((one) =>
      transitionOf(reading, one, declaration.transitions[one] as Transition<never, never, never, string>),
    ),
    can: Object.fromEntries(
      actions.map((action) => [action, isOpen(declaration, action) && mayAct(model, actor, { object: name, action })]),
    ),
    takesOwner: declaration.create?.takesOwner !== false,
    many: { zh: label.zh, en: manyOf(label.en) },
    board: board ?? null,
    thread: thread ?? null,
  }
}

/** The English plural of a label, for menus and lists. */
export function manyOf(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`
  if (/(s|x|ch|sh)$/.test(word)) return `${word}es`
  return word === 'Stock' ? word : `${word}s`
}

function partOf(reading: Reading, name: string, { label, computed, min, max, fields }: Part) {
  return {
    name,
    label,
    computed: computed === true,
    min: min ?? 0,
    max: max ?? 2000,
    fields: fieldsOf(reading, fields),
  }
}

function transitionOf(reading: Reading, name: string, step: Transition<never, never, never, string>) {
  const { label, help, from, to, asks, takes, input, tone, undo, guards } = step
  return {
    name,
    label,
    help: help ?? null,
    from,
    to: to ?? null,
    asks: asks ?? [],
    takes: takes ?? [],
    input: fieldsOf(reading, input ?? {}),
    tone: tone ?? null,
    undo: undo ?? null,
    reason: owesReason(guards ?? []),
  }
}

/** Whether a reason must always be given with the step, or in some cases. */
function owesReason(guards: readonly { readonly code: string }[]): boolean | 'sometimes' {
  const owed = guards.filter((guard) => guard.code === reasonGiven.code)
  return owed.length === 0 ? false : (owed as readonly unknown[]).includes(reasonGiven) || 'sometimes'
}

const fieldsOf = (reading: Reading, fields: Fields) =>
  Object.entries(fields)
    .filter(([, field]) => isVisible(reading, field))
    .map(([name, field]) => fieldOf(name, field))

/** Only what a page uses; what the declaration leaves out is left out here too. */
function fieldOf(name: string, field: Field) {
  const { kind, label, help, options, target, scale, maxLength, section, check, min, max, mask, percent, begins } =
    field
  const fallback = typeof field.default === 'bigint' ? field.default.toString() : field.default
  return {
    name,
    kind,
    label,
    help,
    options,
    target,
    scale,
    maxLength,
    section,
    check,
    min,
    max,
    mask,
    percent,
    begins,
    default: fallback,
    required: field.required === true,
    computed: field.computed === true,
    fixed: field.fixed === true,
    listed: field.listed === true,
    base: field.base === true,
    unique: field.unique !== undefined && field.unique !== false,
  }
}

/** What each role may do, as it stands with the company's changes. */
function matrixOf(model: Model) {
  const objects = [...model.objects.keys(), ...Object.keys(doorPermits)]
  return objects.flatMap((object) =>
    actionsOf(model, object).map((action) => {
      const shipped = permitOf(model, object, action) ?? {}
      const changed = model.changes[object]?.[action] ?? {}
      const scopes = roleNames.map((role) => {
        const scope = Object.hasOwn(changed, role) ? changed[role] : (shipped[role] ?? null)
        return [role, scope === null || scope === undefined ? null : [scope].flat()]
      })
      return { object, action, scopes: Object.fromEntries(scopes), changed: Object.keys(changed) }
    }),
  )
}
