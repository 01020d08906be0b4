/** The card in the middle of the page, before anybody is in: title, the other language, what is asked. */
import type { ReactNode } from 'react'
import { useTabTitle } from '../ui/page.tsx'
import { PlainHttp } from './plainHttp.tsx'
import { setLanguage, useWords } from './words.ts'

export function Frame({ title, children }: { title: string; children: ReactNode }) {
  const { t, language } = useWords()
  useTabTitle(title)
  return (
    <main className="sign-in">
      <div className="card stack">
        <PlainHttp />
        <div className="row apart">
          <h1>{title}</h1>
          <button
            type="button"
            className="plain-button"
            lang={language === 'zh' ? 'en' : 'zh-CN'}
            onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
          >
            {t('otherLanguage')}
          </button>
        </div>
        {children}
      </div>
    </main>
  )
}
