/** Writes a letter into the outbox, in the transaction of what causes it: plain text, simple HTML, one reader. */
import { fill } from '../../kernel/label.ts'
import { normaliseEmail } from '../../kernel/text.ts'
import type { Tx } from '../store/database.ts'
import { addMail } from '../store/mail.ts'
import { sealWith } from '../store/seal.ts'
import type { World } from '../world.ts'
import { type LetterKind, type LetterWords, letterWords } from './letterWords.ts'

export interface Letter {
  readonly tenantId: string
  readonly kind: LetterKind
  readonly to: string
  readonly userId: string | null
  readonly language: 'zh' | 'en'
  readonly values: Readonly<Record<string, string>>
  readonly link?: string
  readonly expiresAt?: string
}

export interface Rendered {
  readonly subject: string
  readonly text: string
  readonly html: string
}

export const mailPlace = (id: string): string => `mail ${id}`

/** The identity of a letter stays the same however often it has to be sent. */
export async function writeLetter(world: World, tx: Tx, letter: Letter): Promise<string> {
  const to = normaliseEmail(letter.to)
  if (to === null) throw new Error('a letter needs an address')
  const id = world.newId()
  const rendered = render(letter)
  await addMail(tx, letter.tenantId, {
    id,
    kind: letter.kind,
    userId: letter.userId,
    to,
    subject: rendered.subject,
    content: sealWith(world.secrets.signing).close(JSON.stringify(rendered), mailPlace(id)),
    messageId: `<${id}@openltc.mail>`,
    at: world.clock(),
    expiresAt: letter.expiresAt ?? null,
  })
  return id
}

/** Values are text in the letter, whatever they look like; nothing of them is a header, a tag or a template. */
export function render({ kind, language, values, link }: Pick<Letter, 'kind' | 'language' | 'values' | 'link'>) {
  const words: LetterWords = letterWords[kind]
  const clean = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, oneLine(value)]))
  const spoken = (label: { zh: string; en: string }) => fill(label[language], clean)
  const lines = words.lines.map(spoken)
  const after = words.after ? [spoken(words.after)] : []
  const go = words.go && link ? { words: spoken(words.go), link } : null
  const text = [...lines, ...(go ? [`${go.words}:\n${go.link}`] : []), ...after].join('\n\n')
  const paragraphs = [
    ...lines.map((line) => `<p>${escaped(line)}</p>`),
    ...(go ? [`<p><a href="${escaped(go.link)}">${escaped(go.words)}</a></p><p>${escaped(go.link)}</p>`] : []),
    ...after.map((line) => `<p>${escaped(line)}</p>`),
  ]
  const lang = language === 'zh' ? 'zh-CN' : 'en'
  const html = `<!doctype html><html lang="${lang}"><body>${paragraphs.join('')}</body></html>`
  return { subject: oneLine(spoken(words.subject)), text: `${text}\n`, html } satisfies Rendered
}

/** Line breaks, controls and marks that turn the direction of writing never leave a value. */
function oneLine(value: string): string {
  const bare = value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  return [...bare].slice(0, 200).join('')
}

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => marks[mark] ?? mark)
