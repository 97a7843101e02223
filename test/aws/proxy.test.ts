import { describe, expect, test } from 'vitest'
import { proxyFor } from '../../src/aws/proxy.ts'

const p = 'http://proxy.example:3128'

describe('the proxy', () => {
  test.each<[string, string, Record<string, string>, string | null]>([
    ['none', 'https://logs.eu-west-1.amazonaws.com', {}, null],
    ['HTTPS_PROXY', 'https://a.example', { HTTPS_PROXY: p }, `${p}/`],
    ['https_proxy', 'https://a.example', { https_proxy: p }, `${p}/`],
    ['the lower case wins', 'https://a.example', { https_proxy: p, HTTPS_PROXY: 'http://other' }, `${p}/`],
    ['an empty one is none', 'https://a.example', { https_proxy: '', HTTPS_PROXY: '' }, null],
    ['HTTP_PROXY is not for https', 'https://a.example', { HTTP_PROXY: p }, null],
    ['HTTP_PROXY', 'http://a.example', { HTTP_PROXY: p }, `${p}/`],
    ['ALL_PROXY', 'https://a.example', { ALL_PROXY: p }, `${p}/`],
    ['without a scheme', 'https://a.example', { HTTPS_PROXY: 'proxy.example:3128' }, `${p}/`],
    ['with a password', 'https://a.example', { HTTPS_PROXY: 'http://u:p%40@h:1' }, 'http://u:p%40@h:1/'],
    ['NO_PROXY *', 'https://a.example', { HTTPS_PROXY: p, NO_PROXY: '*' }, null],
    ['NO_PROXY host', 'https://a.example', { HTTPS_PROXY: p, NO_PROXY: 'x,a.example' }, null],
    ['NO_PROXY parent', 'https://b.a.example', { HTTPS_PROXY: p, no_proxy: 'a.example' }, null],
    ['NO_PROXY .parent', 'https://b.a.example', { HTTPS_PROXY: p, NO_PROXY: '.a.example' }, null],
    ['NO_PROXY *.parent', 'https://b.a.example', { HTTPS_PROXY: p, NO_PROXY: '*.a.example' }, null],
    ['NO_PROXY is no suffix', 'https://ba.example', { HTTPS_PROXY: p, NO_PROXY: 'a.example' }, `${p}/`],
    ['NO_PROXY with this port', 'https://a.example', { HTTPS_PROXY: p, NO_PROXY: 'a.example:443' }, null],
    ['NO_PROXY with another port', 'https://a.example', { HTTPS_PROXY: p, NO_PROXY: 'a.example:8443' }, `${p}/`],
    ['NO_PROXY by block', 'http://10.1.2.3', { HTTP_PROXY: p, NO_PROXY: '10.0.0.0/8' }, null],
    ['outside of the block', 'http://11.1.2.3', { HTTP_PROXY: p, NO_PROXY: '10.0.0.0/8' }, `${p}/`],
    ['spaces in NO_PROXY', 'https://a.example', { HTTPS_PROXY: p, NO_PROXY: 'x, a.example' }, null],
    ['never for loopback', 'http://127.0.0.1:4566', { HTTP_PROXY: p, ALL_PROXY: p }, null],
    ['never for localhost', 'https://localhost:4566', { HTTPS_PROXY: p }, null],
  ])('%s: %s', (_name, url, env, expected) => {
    expect(proxyFor(new URL(url), env)?.href ?? null).toBe(expected)
  })

  test.each(['socks5://u:secret@h:1', 'http://'])('%s is refused without repeating it', (value) => {
    expect(() => proxyFor(new URL('https://a.example'), { HTTPS_PROXY: value })).toThrow(
      expect.objectContaining({ code: 'Usage', exit: 2, message: expect.not.stringContaining('secret') }),
    )
  })
})
