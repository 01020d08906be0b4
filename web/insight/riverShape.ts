/** The outline of the river: where each stage stands and how broad it is, as SVG paths. */

export interface RiverInput {
  /** Amount in base currency, or the count where a stage has no amounts; zero or more. */
  readonly weight: number
  readonly lostWeight: number
}

export interface Box {
  readonly length: number
  readonly breadth: number
  /** Downwards for a narrow screen, else to the right. */
  readonly vertical: boolean
}

export interface StageShape {
  readonly from: number
  readonly to: number
  readonly middle: number
  /** Half of the breadth of the water at this stage. */
  readonly half: number
  readonly path: string
}

export interface GapShape {
  readonly index: number
  readonly middle: number
  readonly path: string
  /** What runs off between two stages: as broad as what was lost there. */
  readonly lostPath: string | null
  readonly lostAt: { readonly x: number; readonly y: number }
}

const leastHalf = 3
const stageShare = 0.52

/** Breadth is proportional to weight; the widest stage fills the box, and none is thinner than a hair. */
export function riverShape(stages: readonly RiverInput[], box: Box) {
  const top = Math.max(0, ...stages.map((stage) => stage.weight))
  const room = box.breadth / 2
  const halfOf = (weight: number) => Math.max(leastHalf, top === 0 ? 0 : (weight / top) * room)
  const step = box.length / Math.max(1, stages.length)
  const shapes: StageShape[] = stages.map((stage, i) => {
    const from = i * step + (step * (1 - stageShare)) / 2
    const to = from + step * stageShare
    const half = halfOf(stage.weight)
    return { from, to, middle: (from + to) / 2, half, path: band({ from, to, halves: [half, half] }, box) }
  })
  const gaps: GapShape[] = shapes.slice(0, -1).map((shape, i) => {
    const next = shapes[i + 1] as StageShape
    return { index: i, ...gapShape(shape, next, { lost: stages[i]?.lostWeight ?? 0, halfOf, box }) }
  })
  return { shapes, gaps }
}

function gapShape(
  a: StageShape,
  b: StageShape,
  { lost, halfOf, box }: { lost: number; halfOf: (weight: number) => number; box: Box },
) {
  const middle = (a.to + b.from) / 2
  const centre = box.breadth / 2
  const thick = lost > 0 ? Math.min(halfOf(lost), (b.from - a.to) * 0.8) : 0
  const at = point(middle, centre + Math.max(a.half, b.half) + 14, box)
  return {
    middle,
    path: band({ from: a.to, to: b.from, halves: [a.half, b.half] }, box),
    lostPath: thick > 0 ? runOff(a, middle, { thick, centre, box }) : null,
    lostAt: at,
  }
}

interface Stretch {
  readonly from: number
  readonly to: number
  readonly halves: readonly [number, number]
}

/** A band between two places along the river, its banks drawn as smooth curves. */
function band({ from, to, halves: [halfA, halfB] }: Stretch, box: Box): string {
  const c = box.breadth / 2
  const bend = (from + to) / 2
  const at = (along: number, across: number) => text(point(along, across, box))
  return [
    `M${at(from, c - halfA)}`,
    `C${at(bend, c - halfA)} ${at(bend, c - halfB)} ${at(to, c - halfB)}`,
    `L${at(to, c + halfB)}`,
    `C${at(bend, c + halfB)} ${at(bend, c + halfA)} ${at(from, c + halfA)}`,
    'Z',
  ].join('')
}

/** A side arm that leaves the lower bank and ends below it. */
function runOff(
  a: StageShape,
  middle: number,
  { thick, centre, box }: { thick: number; centre: number; box: Box },
): string {
  const at = (along: number, across: number) => text(point(along, across, box))
  const bank = centre + a.half
  const end = bank + 12 + thick / 2
  const left = middle - thick / 2
  const right = middle + thick / 2
  return [
    `M${at(a.to, bank - Math.min(thick, a.half))}`,
    `C${at(right, bank - thick)} ${at(right, bank)} ${at(right, end)}`,
    `L${at(left, end)}`,
    `C${at(left, bank)} ${at(left, bank)} ${at(a.to, bank)}`,
    'Z',
  ].join('')
}

const point = (along: number, across: number, { vertical }: Box) =>
  vertical ? { x: across, y: along } : { x: along, y: across }
const text = ({ x, y }: { x: number; y: number }) => `${round(x)} ${round(y)}`
const round = (value: number) => Math.round(value * 10) / 10
