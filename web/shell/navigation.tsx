/** The ways through the application in the order money travels; a person sees what their role may open. */
import {
  AimOutlined,
  BankOutlined,
  CustomerServiceOutlined,
  HomeOutlined,
  ImportOutlined,
  InboxOutlined,
  PartitionOutlined,
  SettingOutlined,
  ShopOutlined,
  TruckOutlined,
} from '@ant-design/icons'
import { useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { aboutRecords } from '../../kernel/about.ts'
import type { Meta } from '../api/types.ts'
import { Go } from '../ui/go.tsx'
import { useMeta } from './meta.tsx'
import { useWords } from './words.ts'

const areaIcons: Readonly<Record<string, ReactNode>> = {
  sell: <ShopOutlined aria-hidden />,
  fulfil: <TruckOutlined aria-hidden />,
  cash: <BankOutlined aria-hidden />,
  care: <CustomerServiceOutlined aria-hidden />,
  manage: <AimOutlined aria-hidden />,
  setup: <SettingOutlined aria-hidden />,
}

export function Navigation() {
  const meta = useMeta()
  const { t, say } = useWords()
  const areas = meta.navigation.filter((area) => area.area !== 'setup')
  return (
    <nav className="navigation" aria-label={t('navigation')}>
      <Go to="/" className="brand">
        <Mark />
        <span>{meta.company.name || t('product')}</span>
      </Go>
      <ul>
        <Place to="/" icon={<HomeOutlined aria-hidden />} label={t('home')} exact />
        {mayInbox(meta) && <Place to="/inbox" icon={<InboxOutlined aria-hidden />} label={t('inbox')} />}
        <Place to="/river" icon={<PartitionOutlined aria-hidden />} label={t('river')} />
      </ul>
      {areas.map((area) => {
        const objects = area.objects.map((name) => meta.objects[name]).filter((object) => object?.can.read)
        if (objects.length === 0) return null
        return (
          <section key={area.area}>
            <h2>
              {areaIcons[area.area]} {say(area.label)}
            </h2>
            <ul>
              {objects.map((object) =>
                object ? <Place key={object.name} to={`/${object.plural}`} label={say(object.many)} /> : null,
              )}
            </ul>
          </section>
        )
      })}
      {(mayImport(meta) || mayAdminister(meta)) && (
        <section>
          <h2>
            <SettingOutlined aria-hidden /> {t('administration')}
          </h2>
          <ul>
            {mayImport(meta) && <Place to="/import" icon={<ImportOutlined aria-hidden />} label={t('import')} />}
            {mayAdminister(meta) && <Place to="/admin" icon={<SettingOutlined aria-hidden />} label={t('admin')} />}
          </ul>
        </section>
      )}
    </nav>
  )
}

/** Pages of the navigation, for the search as well. */
export function pagesOf(meta: Meta): readonly { to: string; label: { zh: string; en: string } }[] {
  return meta.navigation.flatMap((area) =>
    area.objects.flatMap((name) => {
      const object = meta.objects[name]
      return object?.can.read ? [{ to: `/${object.plural}`, label: object.label }] : []
    }),
  )
}

const mayInbox = (meta: Meta): boolean => !meta.me.roles.includes('CUS')

const mayImport = (meta: Meta): boolean =>
  Object.values(meta.objects).some((object) => object.area === 'sell' && object.can.create)

export const mayAdminister = (meta: Meta): boolean =>
  Object.values(meta.objects).some(
    (object) => object.area === 'setup' && object.can.create && !aboutRecords.has(object.name),
  )

interface PlaceProps {
  to: string
  label: string
  icon?: ReactNode
  exact?: boolean
}

function Place({ to, label, icon, exact }: PlaceProps) {
  const path = useRouterState({ select: (state) => state.location.pathname })
  const here = exact ? path === to : path === to || path.startsWith(`${to}/`)
  return (
    <li>
      <Go to={to} aria-current={here ? 'page' : undefined}>
        {icon}
        <span className="ellipsis">{label}</span>
      </Go>
    </li>
  )
}

function Mark() {
  return (
    <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <path d="M6 20c5 0 5-8 10-8s5 8 10 8" fill="none" stroke="var(--bg)" strokeWidth="3" strokeLinecap="round" />
    </svg>
  )
}
