import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { onDemand } from '../../src/build/oclif-on-demand.mjs'

const file = `"use strict";
const node_os_1 = require("node:os");
const ejs_1 = __importDefault(require("ejs"));
var error_1 = require("./error");
const Parser = __importStar(require("./parser"));
Object.defineProperty(exports, "error", { get: function () { return error_1.error; } });
exports.home = () => (0, node_os_1.homedir)();
exports.made = () => new ejs_1.default.Template('x').text;
exports.notOurs = (other) => other.node_os_1 + '/' + typeof Parser;
`

test('what a file of oclif requires is loaded when it is first used, once', () => {
  const loaded: string[] = []
  class Template {
    text: string
    constructor(text: string) {
      this.text = text
    }
  }
  const modules: Record<string, unknown> = {
    'node:os': { homedir: () => '/home/x' },
    ejs: { Template },
    './error': { error: 'an error' },
    './parser': {},
  }
  const exports: Record<string, (...words: unknown[]) => unknown> = {}
  runInNewContext(onDemand(file), {
    exports,
    require: (name: string) => {
      loaded.push(name)
      return modules[name]
    },
    __importDefault: (module: unknown) => ({ default: module }),
    __importStar: (module: unknown) => module,
  })
  expect(loaded).toEqual(['./parser'])
  expect([exports['home']!(), exports['home']!()]).toEqual(['/home/x', '/home/x'])
  expect(exports['made']!()).toBe('x')
  expect(exports['error']).toBe('an error')
  expect(exports['notOurs']!({ node_os_1: 'theirs' })).toBe('theirs/object')
  expect(loaded).toEqual(['./parser', 'node:os', 'ejs', './error'])
})

test('a file that requires nothing stays as it is', () => {
  expect(onDemand('exports.two = 2;\n')).toBe('exports.two = 2;\n')
})
