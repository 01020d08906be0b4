/** A small menu behind a button: arrows, Escape and a click elsewhere work as everywhere. */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'

export interface MenuItem {
  readonly key: string
  readonly label: ReactNode
  readonly icon?: ReactNode
  readonly danger?: boolean
  /** Said below the label; the item stays reachable so that the reason can be read. */
  readonly blocked?: string
  readonly chosen?: boolean
  readonly onPick: () => void
}

interface MenuProps {
  label: string
  children: ReactNode
  items: readonly (MenuItem | 'line')[]
  align?: 'start' | 'end'
  className?: string
}

export function Menu({ label, children, items, align = 'end', className = 'plain-button' }: MenuProps) {
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const id = useId()
  const close = (focus: boolean) => {
    setOpen(false)
    if (focus) box.current?.querySelector('button')?.focus()
  }
  useClickElsewhere(box, open, () => setOpen(false))
  useEffect(() => {
    if (open) box.current?.querySelector<HTMLElement>('[role^="menuitem"]')?.focus()
  }, [open])

  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close(true)
    if (event.key === 'Tab') setOpen(false)
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    if (!open) return setOpen(true)
    step(box.current, event.key === 'ArrowDown' ? 1 : -1)
  }
  const pick = (item: MenuItem) => {
    if (item.blocked) return
    close(true)
    item.onPick()
  }

  return (
    <div className="menu-box" ref={box} onKeyDown={keys}>
      <button
        type="button"
        className={className}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      {open && (
        <ul className={`menu-list ${align}`} role="menu" id={id} aria-label={label}>
          {items.map((item, index) =>
            item === 'line' ? <hr key={index} /> : <Item key={item.key} item={item} onPick={() => pick(item)} />,
          )}
        </ul>
      )}
    </div>
  )
}

function Item({ item, onPick }: { item: MenuItem; onPick: () => void }) {
  return (
    <li role="none">
      <button
        type="button"
        role={item.chosen === undefined ? 'menuitem' : 'menuitemradio'}
        aria-checked={item.chosen}
        aria-disabled={item.blocked ? true : undefined}
        className={item.danger ? 'danger' : undefined}
        tabIndex={-1}
        onClick={onPick}
      >
        {item.icon}
        <span>
          {item.label}
          {item.blocked && <small>{item.blocked}</small>}
        </span>
      </button>
    </li>
  )
}

function step(box: HTMLElement | null, by: number): void {
  const items = [...(box?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])]
  const at = items.indexOf(document.activeElement as HTMLElement)
  items[(at + by + items.length) % items.length]?.focus()
}

export function useClickElsewhere(box: { current: HTMLElement | null }, active: boolean, call: () => void): void {
  const latest = useRef(call)
  latest.current = call
  useEffect(() => {
    if (!active) return
    const listen = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) latest.current()
    }
    document.addEventListener('pointerdown', listen)
    return () => document.removeEventListener('pointerdown', listen)
  }, [active, box])
}
