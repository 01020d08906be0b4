/** The reader's language: Chinese by default, remembered, and the one door to every word on the page. */
import { useSyncExternalStore } from 'react'
import { fill, type Label } from '../../kernel/label.ts'
import type { Language } from '../api/types.ts'
import { en } from './words.en.ts'
import { zh } from './words.zh.ts'

export type Word = keyof typeof zh
type Given = Readonly<Record<string, unknown>>

export interface Words {
  readonly language: Language
  /** A word of the shell. */
  readonly t: (word: Word, values?: Given) => string
  /** A label or sentence that exists in both languages. */
  readonly say: (label: Label | undefined, values?: Given) => string
}

const tables = { zh, en }
const remembered = 'openltc.language'
const listeners = new Set<() => void>()
let language: Language = stored()

const made: Record<Language, Words> = { zh: wordsIn('zh'), en: wordsIn('en') }
mark()

export const useWords = (): Words => useSyncExternalStore(listen, () => made[language])
export const words = (): Words => made[language]
export const useLanguage = (): Language => useWords().language

export function setLanguage(next: Language): void {
  language = next
  try {
    localStorage.setItem(remembered, next)
  } catch {
    // A browser without storage keeps the choice for this page only.
  }
  mark()
  for (const call of listeners) call()
}

/** The person's own language counts until this browser has been told otherwise. */
export function adoptLanguage(own: Language | undefined): void {
  if (own && !read()) {
    language = own
    mark()
    for (const call of listeners) call()
  }
}

function wordsIn(name: Language): Words {
  const table: Readonly<Record<Word, string>> = tables[name]
  return {
    language: name,
    t: (word, values) => (values ? fill(table[word], values) : table[word]),
    say: (label, values) => {
      const text = label?.[name] || label?.zh || label?.en || ''
      return values ? fill(text, values) : text
    },
  }
}

function listen(call: () => void): () => void {
  listeners.add(call)
  return () => listeners.delete(call)
}

function stored(): Language {
  return read() ?? 'zh'
}

function read(): Language | null {
  try {
    const value = localStorage.getItem(remembered)
    return value === 'zh' || value === 'en' ? value : null
  } catch {
    return null
  }
}

function mark(): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
}
