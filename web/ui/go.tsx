/** Links inside the application: real addresses that open without loading the page anew. */
import { useNavigate, useRouter } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, MouseEvent } from 'react'
import type { Filter } from '../api/types.ts'

type GoProps = AnchorHTMLAttributes<HTMLAnchorElement> & { to: string }

export function Go({ to, onClick, ...rest }: GoProps) {
  const { history } = useRouter()
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    const elsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0 || rest.target === '_blank'
    if (event.defaultPrevented || elsewhere) return
    event.preventDefault()
    history.push(to)
  }
  return <a {...rest} href={to} onClick={follow} />
}

/** Goes to an address from code. */
export function useGo(): (to: string) => void {
  const { history } = useRouter()
  return (to) => history.push(to)
}

export const recordAddress = (plural: string, id: string): string => `/${plural}/${id}`

export function listAddress(plural: string, filter?: Filter, view?: 'board'): string {
  const search = filter ? `?filter=${encodeURIComponent(JSON.stringify(filter))}` : ''
  return `/${plural}${view === 'board' ? '/board' : ''}${search}`
}

/** The form of a new record with some values given; `back` is where its maker returns to. */
export function newAddress(plural: string, values?: Readonly<Record<string, unknown>>, back?: string): string {
  const search = [
    values ? `values=${encodeURIComponent(JSON.stringify(values))}` : '',
    back ? `back=${encodeURIComponent(JSON.stringify(back))}` : '',
  ].filter(Boolean)
  return `/${plural}/new${search.length > 0 ? `?${search.join('&')}` : ''}`
}

/** Changes the search part of the present address; undefined takes a name away. */
export function useSearchChange(): (change: Readonly<Record<string, unknown>>, replace?: boolean) => void {
  const navigate = useNavigate()
  return (change, replace = true) => {
    void navigate({
      to: '.',
      search: ((before: Record<string, unknown>) => {
        const next = { ...before, ...change }
        return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined && value !== ''))
      }) as never,
      replace,
    })
  }
}
