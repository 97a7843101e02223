/** Takes the power from untrusted text that a CI runner would read as a command to itself. */
export interface CiGuard {
  /** For text: a backslash breaks the command's sign, and shows. */
  text(text: string): string
  /** For JSON: the sign is written as `\u0023`, so that the value stays equal. */
  json(json: string): string
}

const runners = ['GITHUB_ACTIONS', 'TF_BUILD', 'TEAMCITY_VERSION'] as const

// GitHub's `::` counts at the start of a line, after white space (.NET's TrimStart, which takes U+0085 too); colours of ours may stand
// before it. (The alternatives share no character: a long run of blanks is walked once.) `##[`, `##vso[` and `##teamcity[` count anywhere in a line: Azure's agent and GitHub's runner search for them.
const lineStart = /(^|[\n\r])((?:\u001b\[[0-9;]*m|[^\S\n\r]|[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u0085])*):(?=:)/g
const anywhere = /##(?=\[|vso\[|teamcity\[)/gi

const guard: CiGuard = {
  text: (text) => {
    let out = text
    if (out.includes('::')) out = out.replace(lineStart, '$1$2\\:')
    return out.includes('##') ? out.replace(anywhere, '#\\#') : out
  },
  // A line of JSON begins with a brace, a quote or a bracket: `::` has no power in it.
  json: (json) => (json.includes('##') ? json.replace(anywhere, '\\u0023\\u0023') : json),
}

/** The guard where a runner reads our output (both streams); null elsewhere, where text stays as it came. */
export const ciGuard = (env: Readonly<Record<string, string | undefined>>): CiGuard | null =>
  runners.some((name) => (env[name] ?? '') !== '') ? guard : null
