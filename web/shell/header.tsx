/** Search, inbox, language, appearance and the person, above every page. */
import {
  BellOutlined,
  DesktopOutlined,
  MenuOutlined,
  MoonOutlined,
  SearchOutlined,
  SunOutlined,
} from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { roles } from '../../kernel/role.ts'
import { ask } from '../api/client.ts'
import { keys } from '../api/query.ts'
import type { Label } from '../api/types.ts'
import { Go } from '../ui/go.tsx'
import { Menu } from '../ui/menu.tsx'
import { Person } from '../ui/show.tsx'
import { signInWords } from '../words/signIn.ts'
import { useMeta } from './meta.tsx'
import { useLive } from './stream.ts'
import { setAppearance, useAppearance } from './theme.ts'
import { setLanguage, useWords } from './words.ts'

const Search = lazy(() => import('./search.tsx'))
const PasswordDialog = lazy(() => import('./password.tsx'))

export function Header({ onOpenNavigation }: { onOpenNavigation: () => void }) {
  const { t, language } = useWords()
  const [searching, setSearching] = useState(false)
  const live = useLive()
  useSearchKey(() => setSearching(true))
  return (
    <header className="head no-print">
      <button
        type="button"
        className="plain-button only-narrow"
        aria-label={t('navigationOpen')}
        onClick={onOpenNavigation}
      >
        <MenuOutlined />
      </button>
      <button type="button" className="search-button" aria-label={t('searchOpen')} onClick={() => setSearching(true)}>
        <SearchOutlined aria-hidden />
        <span className="only-wide">{t('searchHint')}</span>
        <kbd className="only-wide">{isApple ? '⌘' : 'Ctrl'} K</kbd>
      </button>
      <div className="grow" />
      {!live && (
        <span className="tag warn" role="status">
          {t('reconnecting')}
        </span>
      )}
      <Bell />
      <button
        type="button"
        className="plain-button"
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
      >
        {t('otherLanguage')}
      </button>
      <AppearanceMenu />
      <UserMenu />
      {searching && (
        <Suspense fallback={null}>
          <Search onClose={() => setSearching(false)} />
        </Suspense>
      )}
    </header>
  )
}

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent)

function Bell() {
  const { t } = useWords()
  const inbox = useQuery({
    queryKey: keys.inbox,
    queryFn: ({ signal }) => ask<{ unread: number }>('/inbox', { signal }),
  })
  const unread = inbox.data?.unread ?? 0
  return (
    <Go to="/inbox" className="plain-button bell" aria-label={t('unread', { n: unread })} title={t('inbox')}>
      <BellOutlined />
      {unread > 0 && <b>{unread > 99 ? '99+' : unread}</b>}
    </Go>
  )
}

function AppearanceMenu() {
  const { t } = useWords()
  const appearance = useAppearance()
  const icons = { light: <SunOutlined />, dark: <MoonOutlined />, system: <DesktopOutlined /> }
  return (
    <Menu
      label={t('appearance')}
      items={(['light', 'dark', 'system'] as const).map((one) => ({
        key: one,
        label: t(one),
        icon: icons[one],
        chosen: appearance === one,
        onPick: () => setAppearance(one),
      }))}
    >
      {icons[appearance]}
    </Menu>
  )
}

function UserMenu() {
  const { t, say, language } = useWords()
  const meta = useMeta()
  const client = useQueryClient()
  const [changing, setChanging] = useState(false)
  const navigate = useNavigate()
  const signOut = async () => {
    await ask('/session', { method: 'DELETE' })
    client.clear()
    window.location.assign('/')
  }
  const known: Readonly<Record<string, Label>> = roles
  const held = meta.me.roles.map((role) => say(known[role]) || role).join(language === 'zh' ? '、' : ', ')
  const about = (
    <>
      {meta.me.name}
      <small>{meta.me.email}</small>
      <small>{held}</small>
      <small>{t('allInZone', { zone: meta.company.timeZone })}</small>
    </>
  )
  return (
    <>
      <Menu
        label={t('userMenu')}
        items={[
          { key: 'me', label: about, onPick: () => {} },
          'line',
          { key: 'account', label: say(signInWords.account), onPick: () => void navigate({ to: '/account' }) },
          { key: 'password', label: t('passwordChange'), onPick: () => setChanging(true) },
          { key: 'out', label: t('signOut'), onPick: () => void signOut() },
        ]}
      >
        <Person name={meta.me.name} />
      </Menu>
      {changing && (
        <Suspense fallback={null}>
          <PasswordDialog onClose={() => setChanging(false)} />
        </Suspense>
      )}
    </>
  )
}

function useSearchKey(call: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== 'k') return
      event.preventDefault()
      call()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  })
}
