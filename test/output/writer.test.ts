import { Writable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineWriter } from '../../src/output/writer.ts'

const sink = (options: { highWaterMark?: number; hold?: boolean } = {}) => {
  const chunks: string[] = []
  const waiting: (() => void)[] = []
  const stream = new Writable({
    highWaterMark: options.highWaterMark ?? 1 << 20,
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk.toString())
      if (options.hold) waiting.push(done)
      else done()
    },
  })
  return { stream, chunks, release: () => waiting.splice(0).map((done) => done()) }
}

test('lines of one turn go out together, a lone line in the same turn', async () => {
  const { stream, chunks } = sink()
  const out = lineWriter(stream)
  void out.write('a\n')
  void out.write('b\n')
  await Promise.resolve()
  void out.write('c\n')
  expect(chunks).toEqual([])
  await setImmediate()
  expect(chunks).toEqual(['a\nb\nc\n'])
  void out.write('d\n')
  await setImmediate()
  expect(chunks).toEqual(['a\nb\nc\n', 'd\n'])
})

test('64 KiB go out at once', () => {
  const { stream, chunks } = sink()
  const out = lineWriter(stream)
  const line = `${'x'.repeat(1023)}\n`
  for (let at = 0; at < 130; at++) void out.write(line)
  expect(chunks.map(({ length }) => length)).toEqual([65_536, 65_536])
})

test('a reader that is behind is waited for', async () => {
  const { stream, chunks, release } = sink({ highWaterMark: 4, hold: true })
  const out = lineWriter(stream, { chunk: 8 })
  const full = out.write('1234567\n')
  expect(full).toBeInstanceOf(Promise)
  const wait = out.write('a\n')
  expect(wait).toBeInstanceOf(Promise)
  let over = false
  void wait!.then(() => {
    over = true
  })
  await setImmediate()
  expect(over).toBe(false)
  release()
  await setImmediate()
  expect(over).toBe(false)
  release()
  await wait
  expect(over).toBe(true)
  await out.end()
  expect(chunks.join('')).toBe('1234567\na\n')
})

const failing = (code: string) =>
  new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })) })

test.each(['EPIPE', 'EIO'])('%s ends quietly, told once', async (code) => {
  let told = 0
  const out = lineWriter(failing(code), { onBrokenPipe: () => void told++ })
  void out.write('a\n')
  out.flush()
  await setImmediate()
  expect(out.write('b\n')).toBeNull()
  await out.end()
  expect(told).toBe(1)
})

test('a stream that somebody closed is a broken pipe', async () => {
  const { stream } = sink()
  stream.destroy()
  let told = 0
  const out = lineWriter(stream, { onBrokenPipe: () => void told++ })
  void out.write('a\n')
  await out.end()
  expect(told).toBe(1)
})

test('who waits on a reader that goes away is let go', async () => {
  const { stream } = sink({ highWaterMark: 1, hold: true })
  let told = 0
  const out = lineWriter(stream, { onBrokenPipe: () => void told++, chunk: 1 })
  const wait = out.write('a\n')
  stream.destroy(Object.assign(new Error('EPIPE'), { code: 'EPIPE' }))
  await wait
  await out.end()
  expect(told).toBe(1)
})

test('a full disk is told at the end', async () => {
  const out = lineWriter(failing('ENOSPC'))
  void out.write('a\n')
  await expect(out.end()).rejects.toThrow('ENOSPC')
})

test('what is read is what was written, whatever the characters and the sizes', async () => {
  const texts = fc.array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc
        .tuple(fc.constantFrom('x', 'é', '✓', '🙂'), fc.integer({ min: 1, max: 40_000 }))
        .map(([one, n]) => one.repeat(n)),
    ),
    { maxLength: 30 },
  )
  await fc.assert(
    fc.asyncProperty(texts, fc.constantFrom(1, 100, 65_536), async (lines, chunk) => {
      const { stream, chunks } = sink()
      const out = lineWriter(stream, { chunk })
      for (const line of lines) {
        void out.write(line)
        if (line.length % 3 === 0) await setImmediate()
      }
      await out.end()
      expect(chunks.join('')).toBe(lines.join(''))
    }),
    { numRuns: 50 },
  )
})
