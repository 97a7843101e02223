/** Two cells of indent a level; deeper than this a row says how deep it is. */
export const deepestIndent = 40
/** Colours of services; red and green mean something else. */
export const colours = 8

const palette: readonly (readonly [light: string, dark: string])[] = [
  ['#2f6fdb', '#82aaff'],
  ['#a9741a', '#ffcb6b'],
  ['#8a3fc0', '#c792ea'],
  ['#0b8599', '#89ddff'],
  ['#5b6475', '#b8c2d6'],
  ['#b0489b', '#f49ad8'],
  ['#4a57c9', '#9aa5ff'],
  ['#7a6a3a', '#d9c58a'],
]

const vars = (at: 0 | 1): string => palette.map((pair, n) => `--c${n}:${pair[at]}`).join(';')

const light = `--bg:#fff;--fg:#1b1f2b;--dim:#667085;--line:#e4e7ec;--sel:#e8f0fe;--panel:#f7f8fa;--fault:#c4320a;--error:#96690a;--throttle:#8a3fc0;--hit:#fff3bf;${vars(0)}`
const dark = `--bg:#14171f;--fg:#d8dee9;--dim:#8892a6;--line:#2a2f3d;--sel:#24304a;--panel:#1b1f2b;--fault:#ff8b92;--error:#ffcb6b;--throttle:#d7a6ff;--hit:#4a4116;${vars(1)}`

const range = (count: number, line: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => line(n)).join('')

/** The page's only style sheet. */
export const htmlStyle = `
:root{color-scheme:light;${light}}
@media (prefers-color-scheme:dark){:root{color-scheme:dark;${dark}}}
:root[data-theme=light]{color-scheme:light;${light}}
:root[data-theme=dark]{color-scheme:dark;${dark}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:14px/1.45 system-ui,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
code,pre,.mono,.row,.axis{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:13px}
header{padding:16px 20px 10px}
h1{margin:0;font-size:17px;font-weight:600;overflow-wrap:anywhere;user-select:all}
.meta{color:var(--dim);margin-top:2px}
.meta b{font-weight:600;color:var(--fg)}
.cause{margin:10px 0 0;padding:8px 12px;border-left:3px solid var(--fault);background:var(--panel);overflow-wrap:anywhere}
.cause.error{border-color:var(--error)}.cause.throttle{border-color:var(--throttle)}
.note{margin:6px 0 0;color:var(--error)}
.legend{display:flex;flex-wrap:wrap;gap:4px 16px;margin-top:10px;color:var(--dim)}
.legend i{display:inline-block;width:10px;height:10px;border-radius:2px;margin-right:6px}
.tools{position:sticky;top:0;z-index:2;display:flex;flex-wrap:wrap;gap:8px;align-items:center;padding:8px 20px;background:var(--bg);border-bottom:1px solid var(--line)}
.tools[hidden]{display:none}
.tools input{flex:1 1 180px;max-width:340px;padding:5px 9px;font:inherit;color:inherit;background:var(--panel);border:1px solid var(--line);border-radius:6px}
.tools button{padding:5px 10px;font:inherit;color:inherit;background:var(--panel);border:1px solid var(--line);border-radius:6px;cursor:pointer}
.tools output,.keys{color:var(--dim)}
.keys{margin-left:auto}
main{display:flex;align-items:flex-start}
#tree{flex:1 1 auto;min-width:0;padding:0 20px 24px;outline:none}
.row,.axis{display:grid;grid-template-columns:minmax(140px,38%) 6.5em minmax(90px,1fr) 5.5em;column-gap:12px;align-items:center;min-height:25px;white-space:nowrap}
.row{border-radius:4px;cursor:pointer;content-visibility:auto;contain-intrinsic-size:auto 25px;scroll-margin:80px}
.row[hidden]{display:none}
.row:hover{background:var(--panel)}
.row[aria-selected=true]{background:var(--sel)}
.row.hit{background:var(--hit)}
.row.hit[aria-selected=true]{outline:2px solid var(--c0);outline-offset:-2px}
.axis{color:var(--dim);border-bottom:1px solid var(--line);padding-top:6px}
.axis svg,.row svg{width:100%;height:16px;overflow:visible}
.axis text{fill:currentColor}
.name{overflow:hidden;text-overflow:ellipsis}
.name small{color:var(--dim);font-size:inherit;margin-left:8px}
.name .n{color:var(--dim)}
.tw{display:inline-block;width:18px;text-align:center;color:var(--dim)}
.far .tw::before{content:none}
[aria-expanded=true]>.name>.tw::before{content:"\\25BE"}
[aria-expanded=false]>.name>.tw::before{content:"\\25B8"}
.hop,.hop .name{color:var(--dim)}
.st{color:var(--dim)}.st.fault{color:var(--fault)}.st.error{color:var(--error)}.st.throttle{color:var(--throttle)}
.du{text-align:right;color:var(--dim)}
.spent .name b,.spent .du{font-weight:700;color:var(--fg)}
.name b{font-weight:400}
svg .track{fill:none;stroke:var(--line)}
svg .wait{stroke:var(--dim);stroke-width:2;stroke-dasharray:2 4}
#detail{position:sticky;top:48px;flex:0 0 min(440px,42%);max-height:calc(100vh - 48px);overflow:auto;padding:12px 16px 24px;background:var(--panel);border-left:1px solid var(--line)}
#detail[hidden]{display:none}
#detail h2{margin:0 0 8px;font-size:15px;overflow-wrap:anywhere}
#detail h3,.causes h2{margin:14px 0 4px;font-size:12px;font-weight:600;letter-spacing:.04em;text-transform:uppercase;color:var(--dim)}
#detail dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 12px;margin:0}
#detail dt{color:var(--dim)}#detail dd{margin:0;overflow-wrap:anywhere}
pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
.causes{padding:0 20px 32px;max-width:110ch}
.causes article{margin:10px 0;padding-left:12px;border-left:3px solid var(--fault)}
.causes article.error{border-color:var(--error)}.causes article.throttle{border-color:var(--throttle)}.causes article.ok{border-color:var(--line)}
.causes p{margin:0;overflow-wrap:anywhere}.causes .at{color:var(--dim)}
@media (max-width:760px){main{display:block}#detail{position:fixed;inset:auto 0 0;max-height:55vh;border-left:0;border-top:1px solid var(--line)}.row,.axis{grid-template-columns:minmax(110px,46%) 1.6em minmax(60px,1fr) 4.6em;column-gap:6px}.row .w,.keys{display:none}}
@media print{:root,:root[data-theme=dark]{color-scheme:light;${light}}.tools,#detail{display:none!important}.row{content-visibility:visible;min-height:0;break-inside:avoid}body{font-size:11px}.row,.axis{font-size:10px}svg rect{print-color-adjust:exact;-webkit-print-color-adjust:exact}.causes article{break-inside:avoid}}
${range(colours, (n) => `.c${n}{fill:var(--c${n})}i.c${n}{background:var(--c${n})}`)}
${range(deepestIndent + 1, (n) => (n === 0 ? '' : `.d${n}{padding-left:${n * 14}px}`))}
`
