import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { htmlPage } from '../../../src/output/traces/html.ts'
import { chromium, type Page, withPage } from './chromium.ts'
import { HOSTILE, hostile, large, linked, order } from './story.ts'

const masked = { showSecrets: false }

describe('the page of a trace', () => {
  test('holds a policy without network, and names no other place', () => {
    const page = htmlPage(order(), { ...masked, linked: linked() })
    expect(page).toMatch(
      /http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[\w+/=]+'; script-src 'sha256-[\w+/=]+'; img-src data:;/,
    )
    expect(page).not.toMatch(/\b(?:src|href|action|poster|data)="(?!data:,")/)
    expect(page).not.toMatch(/ style="| on\w+="|@import|url\(/)
    expect(page.match(/class="row[ "]/g)).toHaveLength(7)
  })

  test('secrets are masked', () => {
    expect(htmlPage(order(), masked)).not.toMatch(/hunter2|abc\.def/)
    expect(htmlPage(order(), { showSecrets: true })).toMatch(/hunter2/)
  })

  test('no text becomes markup or ends the data', () => {
    const tags = (page: string) => [...page.matchAll(/<\/?([a-z!][\w-]*)/gi)].map(([, name]) => name).join(' ')
    const calm = tags(htmlPage(hostile('calm'), masked))
    fc.assert(
      fc.property(
        fc.oneof(
          fc.constantFrom(
            HOSTILE,
            '</script><img src=x onerror=alert(1)>',
            '"><svg onload=alert(1)>',
            "' autofocus onfocus=alert(1) x='",
            '<!--',
            '-->',
            '</title>',
          ),
          fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.trim() !== ''),
        ),
        (text) => {
          const page = htmlPage(hostile(text), masked)
          const [head, data = ''] = page.split('<script type="application/json" id="data">')
          expect(data.slice(0, data.indexOf('</script>'))).not.toMatch(/[<>\u2028\u2029]/)
          expect(() => JSON.parse(data.slice(0, data.indexOf('</script>')))).not.toThrow()
          // The same elements, whatever the texts are; how many parts a label has may differ.
          expect(new Set(tags(head!).split(' '))).toEqual(
            new Set(tags(page.split('<script type="application/json"')[0]!).split(' ')),
          )
          for (const name of new Set(tags(page).split(' '))) expect(calm.split(' ')).toContain(name)
          expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe.skipIf(chromium === null)('the page in a browser', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'slsops-html-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const open = <T>(html: string, use: (page: Page) => Promise<T>): Promise<T> => {
    const file = join(folder, 'trace.html')
    writeFileSync(file, html)
    return withPage(file, {}, use)
  }
  const visible = "[...document.querySelectorAll('.row')].filter((row) => !row.hidden).length"
  const detail = "document.getElementById('detail').hidden ? null : document.getElementById('detail').innerText"

  test('rows, folding, detail, search and next error; no complaint, no request', { timeout: 60_000 }, async () => {
    await open(htmlPage(order(), { ...masked, linked: linked() }), async (page) => {
      expect(await page.evaluate(visible)).toBe(7)
      expect(await page.evaluate(detail)).toBe(null)
      expect(await page.evaluate("getComputedStyle(document.querySelector('.row')).display")).toBe('grid')
      expect(await page.evaluate("document.querySelector('.row rect').getBoundingClientRect().width > 1")).toBe(true)

      await page.click('#row1 .tw')
      expect(await page.evaluate(visible)).toBe(2)
      expect(await page.evaluate("document.getElementById('row1').getAttribute('aria-expanded')")).toBe('false')
      await page.click('#row1 .tw')
      expect(await page.evaluate(visible)).toBe(7)

      await page.click('#row1 b')
      expect(await page.evaluate(detail)).toMatch(/CreateOrder[\s\S]*orderId[\s\S]*o-8841/)
      await page.press('Escape')
      expect(await page.evaluate(detail)).toBe(null)

      await page.press('e')
      expect(await page.evaluate(detail)).toMatch(/FulfilOrder[\s\S]*TypeError[\s\S]*at wrapGift \(fulfil\.ts:41\)/)
      await page.press('j')
      expect(await page.evaluate("document.querySelector('[aria-selected=true]').id")).toBe('row6')
      await page.press('[')
      expect(await page.evaluate(visible)).toBe(2)
      await page.press('/')
      for (const key of 'o-8841') await page.press(key)
      expect(await page.evaluate("document.getElementById('count').textContent")).toBe('1 span')
      await page.evaluate("document.getElementById('search').blur()")
      await page.press('n')
      expect(await page.evaluate("document.querySelector('[aria-selected=true]').id")).toBe('row1')

      expect(page.complaints).toEqual([])
      expect(page.requests.filter((url) => url !== 'data:,')).toEqual([])
    })
  })

  test('hostile text stays text', { timeout: 60_000 }, async () => {
    await open(
      htmlPage(hostile('</script><img src=x onerror="window.hacked=1"><svg onload=window.hacked=1>'), masked),
      async (page) => {
        await page.click('#row0 b')
        expect(await page.evaluate('window.hacked ?? null')).toBe(null)
        expect(await page.evaluate("document.querySelectorAll('img, svg[onload]').length")).toBe(0)
        expect(await page.evaluate(detail)).toContain('<img src=x')
        expect(page.complaints).toEqual([])
      },
    )
  })

  test('a thousand spans', { timeout: 60_000 }, async () => {
    await open(htmlPage(large(1000), masked), async (page) => {
      expect(await page.evaluate(visible)).toBe(1000)
      await page.press('[')
      expect(await page.evaluate<number>(visible)).toBeLessThan(10)
      await page.press('e')
      expect(await page.evaluate<string>(detail)).toContain('fault')
      expect(page.complaints).toEqual([])
    })
  })
})
