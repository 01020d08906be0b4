/** The house keeps its own rules: layers, cycles, sizes, purity, words, places. Messages are `file:line what`. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { deadFiles, impurities, strangeAddresses, strayedSql } from './conduct.ts'
import { cycles, layerBreaches } from './layers.ts'
import { bannedWords, longFiles, longFunctions, longLines, manyParameters } from './shape.ts'
import { readSources, root } from './source.ts'

const sources = readSources()

describe('the house', () => {
  test('has its layers import only downwards', () => expect(layerBreaches(sources)).toEqual([]))
  test('has no import cycle', () => expect(cycles(sources)).toEqual([]))
  test('has files of 300 lines at most', () => expect(longFiles(sources)).toEqual([]))
  test('has functions of 70 lines at most', () => expect(longFunctions(sources)).toEqual([]))
  test('has lines of 120 characters at most', () => expect(longLines(sources)).toEqual([]))
  test('has functions of three parameters at most', () => expect(manyParameters(sources)).toEqual([]))
  test('keeps kernel, flow, manage and metrics pure', () => expect(impurities(sources)).toEqual([]))
  test('keeps SQL in the store and in insight', () => expect(strayedSql(sources)).toEqual([]))
  test("speaks the field's own words", () => expect(bannedWords(sources)).toEqual([]))
  test('has no dead file', () => expect(deadFiles(sources, webEntries())).toEqual([]))
  test('names no place outside the project', () => expect(strangeAddresses(textFiles())).toEqual([]))
})

function webEntries(): string[] {
  const path = join(root, 'web/index.html')
  if (!existsSync(path)) return []
  const scripts = readFileSync(path, 'utf8').matchAll(/<script[^>]*\ssrc="\/?([^"]+)"/g)
  return [...scripts].map((match) => `web/${match[1]}`)
}

/** All that is kept in the repository, fixtures of foreign data aside. */
function textFiles(): { path: string; text: string }[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  return listed
    .split('\n')
    .filter((path) => /\.(ts|tsx|mjs|json|md|sql|css|html|sh|ya?ml)$|^[^.]+$|^\.[\w/]+$/.test(path))
    .filter((path) => existsSync(join(root, path)))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}
