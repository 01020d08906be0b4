/** What every benchmark answers: its figures, and how they stand to a baseline measured in the same run. */
export interface Result {
  readonly name: string
  /** Measured values by name; units last in the name: `rowsPerSecond`, `p95Ms`, `residentMb`. */
  readonly figures: Readonly<Record<string, unknown>>
  /** The same work done the plain way in the same run, so that a busy machine spoils neither figure alone. */
  readonly baseline: Readonly<Record<string, unknown>>
  /** The figure that is judged over that of its baseline. */
  readonly ratio: number
  readonly target: string
  readonly holds: boolean
}

export interface Benchmark {
  /** Options as they stand on the command line: `--rows 200000` is { rows: '200000' }. */
  run(options: Readonly<Record<string, string>>): Promise<Omit<Result, 'name'>>
}
