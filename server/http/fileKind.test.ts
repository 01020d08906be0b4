import { describe, expect, test } from 'vitest'
import { attachment, fileType, officeFits, officeWatch, safeName } from './fileKind.ts'

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const zip = Buffer.from('504b030414000000', 'hex')
const bytes = (text: string) => Buffer.from(text, 'utf8')

describe('what a file is', () => {
  test('name and content have to agree', () => {
    expect(fileType('logo.png', png)).toBe('image/png')
    expect(fileType('logo.PNG', png)).toBe('image/png')
    expect(fileType('logo.jpg', png)).toBeNull()
    expect(fileType('list.csv', bytes('name,amount\n华为,1'))).toBe('text/csv')
    expect(fileType('list.csv', Buffer.from('c3fbb3c62cbdf0b6ee0a', 'hex'))).toBe('text/csv')
    expect(fileType('list.csv', Buffer.from('fffe6e00', 'hex'))).toBe('text/csv')
    expect(fileType('offer.pdf', bytes('%PDF-1.7'))).toBe('application/pdf')
  })

  test('pages, programs and drawings with scripts are not taken, whatever they are called', () => {
    expect(fileType('picture.svg', bytes('<svg onload="alert(1)"/>'))).toBeNull()
    expect(fileType('picture.png', bytes('<html><script>alert(1)</script>'))).toBeNull()
    expect(fileType('note.txt', bytes('  <!DOCTYPE html><script>'))).toBeNull()
    expect(fileType('shell.php', bytes('<?php system($_GET[0]);'))).toBeNull()
    expect(fileType('note.txt', bytes('<?php system($_GET[0]);'))).toBeNull()
    expect(fileType('run.exe', Buffer.from('4d5a9000', 'hex'))).toBeNull()
    expect(fileType('old.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toBeNull()
    expect(fileType('book.xlsm', zip)).toBeNull()
    expect(fileType('constructor', png)).toBeNull()
  })

  test('an office file is what its folders say, and macros are seen across chunks', () => {
    const good = officeWatch()
    good.see(bytes('PK [Content_Types].xml … xl/workbook.xml'))
    expect(officeFits('a.xlsx', good)).toBe(true)
    expect(officeFits('a.docx', good)).toBe(false)
    expect(good.hasMacro).toBe(false)
    const bad = officeWatch()
    bad.see(bytes('[Content_Types].xml xl/ … xl/vbaPro'))
    bad.see(bytes('ject.bin'))
    expect(bad.hasMacro).toBe(true)
  })
})

describe('names of files', () => {
  test('paths, devices, NUL and reversed letters do not survive', () => {
    expect(safeName('../../etc/passwd')).toBe('passwd')
    expect(safeName('..%2f..%2fetc')).toBe('%2f..%2fetc')
    expect(safeName('C:\\Users\\x\\合同.pdf')).toBe('合同.pdf')
    expect(safeName('a\0b.png')).toBe('ab.png')
    expect(safeName('CON')).toBe('_CON')
    expect(safeName('nul.txt')).toBe('_nul.txt')
    expect(safeName('invoice\u202Egpj.exe')).toBe('invoicegpj.exe')
    expect(safeName('...')).toBe('file')
    expect(safeName('a\r\nSet-Cookie: x.txt')).toBe('aSet-Cookie_ x.txt')
  })

  test('a long name keeps its ending and never splits a character', () => {
    const name = safeName(`${'𠮷'.repeat(300)}.docx`)
    expect([...name]).toHaveLength(150)
    expect(name.endsWith('𠮷.docx')).toBe(true)
  })

  test('a download carries the name twice: plain, and whole', () => {
    expect(attachment('报价 "A";1.pdf')).toBe(
      `attachment; filename="__ _A__1.pdf"; filename*=UTF-8''%E6%8A%A5%E4%BB%B7%20_A_%3B1.pdf`,
    )
    expect(attachment("it's (1)*.csv")).toContain('it%27s%20%281%29_.csv')
    expect(attachment('x\r\ny.txt')).not.toMatch(/[\r\n]/)
  })
})
