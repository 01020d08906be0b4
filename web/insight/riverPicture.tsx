/** The river as a picture: water as broad as its amount, stages to click, gaps that tell what was lost there. */
import { Popover } from 'antd'
import { useLayoutEffect, useRef, useState } from 'react'
import { useMeta } from '../shell/meta.tsx'
import { useWords } from '../shell/words.ts'
import { formatMoney, formatNumber, formatPercent } from '../ui/format.ts'
import { Go, listAddress, useGo } from '../ui/go.tsx'
import { insightWords as w } from '../words/insight.ts'
import { type RiverStage, weightOf } from './riverData.ts'
import { LostList } from './riverLost.tsx'
import { riverShape } from './riverShape.ts'

const narrowPx = 760
const rowPx = 112
const heightPx = 190

export function RiverPicture({ stages }: { stages: readonly RiverStage[] }) {
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame)
  const vertical = width > 0 && width < narrowPx
  return (
    <div ref={frame} className="river-picture" data-vertical={vertical || undefined}>
      {width === 0 ? null : <Picture stages={stages} width={width} vertical={vertical} />}
    </div>
  )
}

function Picture({ stages, width, vertical }: { stages: readonly RiverStage[]; width: number; vertical: boolean }) {
  const go = useGo()
  const address = useStageAddress()
  const size = vertical ? { width: 104, height: rowPx * stages.length } : { width, height: heightPx }
  const room = 34
  const box = vertical
    ? { length: size.height, breadth: size.width - room, vertical }
    : { length: width, breadth: heightPx - room, vertical }
  const weights = stages.map(({ amount, lost }) => ({ weight: weightOf(amount), lostWeight: weightOf(lost?.amount) }))
  const { shapes, gaps } = riverShape(weights, box)
  const columns = vertical ? undefined : { gridTemplateColumns: `repeat(${stages.length}, 1fr)` }
  return (
    <>
      <ol className="river-stages" style={columns}>
        {stages.map((stage, index) => (
          <li key={stage.stage} style={vertical ? { height: rowPx } : undefined}>
            <StageHead stage={stage} />
            {index > 0 ? <Gap before={stages[index - 1] as RiverStage} stage={stage} /> : null}
          </li>
        ))}
      </ol>
      <svg
        className="river-water"
        width={size.width}
        height={size.height}
        viewBox={`0 0 ${size.width} ${size.height}`}
        aria-hidden="true"
      >
        {gaps.map((gap) => (
          <g key={gap.index}>
            <path className="river-gap" d={gap.path} />
            {gap.lostPath ? <path className="river-lost" d={gap.lostPath} /> : null}
          </g>
        ))}
        {shapes.map((shape, index) => {
          const stage = stages[index] as RiverStage
          const to = address(stage)
          return (
            <path
              key={stage.stage}
              className="river-stage"
              data-late={isLate(stage) || undefined}
              data-unknown={stage.amount === null || undefined}
              d={shape.path}
              onClick={to ? () => go(to) : undefined}
            />
          )
        })}
      </svg>
    </>
  )
}

export function useStageAddress(): (stage: RiverStage) => string | null {
  const { objects } = useMeta()
  return (stage) => {
    const object = objects[stage.object]
    return object?.can.read ? listAddress(object.plural, stage.filter) : null
  }
}

function StageHead({ stage }: { stage: RiverStage }) {
  const { say, language } = useWords()
  const to = useStageAddress()(stage)
  const body = (
    <>
      <span className="river-name">{say(stage.label)}</span>
      <b>{formatNumber(stage.count, language)}</b>
      <span className="number">{stage.amount ? formatMoney(roundOff(stage.amount), language) : '—'}</span>
      <Dwell stage={stage} />
    </>
  )
  return to ? (
    <Go className="river-head" to={to}>
      {body}
    </Go>
  ) : (
    <span className="river-head">{body}</span>
  )
}

export function Dwell({ stage }: { stage: RiverStage }) {
  const { say, language } = useWords()
  if (stage.medianDays === null) {
    return (
      <small className="faint" title={say(w.tooFew)}>
        —
      </small>
    )
  }
  const late = isLate(stage)
  const limit = stage.slaDays === null ? '' : ` · ${say(w.sla, { n: formatNumber(stage.slaDays, language, 0) })}`
  return (
    <small className={late ? 'river-late' : 'soft'} title={late ? say(w.late) : say(w.medianDays)}>
      {late ? '▲ ' : ''}
      {say(w.days, { n: formatNumber(shortNumber(stage.medianDays), language) })}
      {limit}
    </small>
  )
}

function Gap({ before, stage }: { before: RiverStage; stage: RiverStage }) {
  const { say, language } = useWords()
  const rate = stage.conversion === null ? '—' : formatPercent(shortRate(stage.conversion), language)
  const lost = before.lost?.count ?? 0
  const title = say(w.lostBetween, { a: say(before.label), b: say(stage.label) })
  return (
    <Popover trigger="click" placement="bottom" title={title} content={<LostList stage={before} />}>
      <button type="button" className="river-gap-button" aria-label={`${title} · ${say(w.conversion)} ${rate}`}>
        <span title={say(w.conversionHint)}>{rate}</span>
        {lost > 0 ? <small>{say(w.lostCount, { n: formatNumber(lost, language) })}</small> : null}
      </button>
    </Popover>
  )
}

export function isLate({ medianDays, slaDays }: RiverStage): boolean {
  return medianDays !== null && slaDays !== null && Number(medianDays) > Number(slaDays)
}

export const shortNumber = (value: string | number): string => String(Math.round(Number(value) * 10) / 10)
export const shortRate = (value: string | number): string => String(Math.round(Number(value) * 1000) / 1000)

/** The picture shows whole units; the table behind it has the cents. */
export const roundOff = ({ amount, currency }: { amount: string; currency: string }) => ({
  amount: amount.replace(/\.\d+$/, ''),
  currency,
})

function useWidth(frame: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = frame.current
    if (!element) return
    const watch = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    watch.observe(element)
    setWidth(Math.floor(element.clientWidth))
    return () => watch.disconnect()
  }, [frame])
  return width
}
