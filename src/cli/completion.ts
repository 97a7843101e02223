/** As much of the oclif manifest as completion needs. */
export interface ManifestCommands {
  readonly [id: string]: {
    readonly hidden?: boolean
    readonly summary?: string
    readonly description?: string
    readonly flags?: Readonly<
      Record<string, { readonly char?: string; readonly type?: string; readonly description?: string }>
    >
  }
}

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

interface Level {
  /** The words typed so far, such as `demo`. */
  readonly path: string
  readonly words: readonly { readonly word: string; readonly about: string }[]
  readonly flags: readonly { readonly word: string; readonly about: string; readonly takesValue: boolean }[]
}

/** One level for each command and topic: what may follow it. */
const levels = (commands: ManifestCommands): readonly Level[] => {
  const ids = Object.keys(commands).filter((id) => !commands[id]!.hidden)
  const paths = new Set(['', ...ids.flatMap((id) => id.split(':').map((_, n, all) => all.slice(0, n + 1).join(' ')))])
  return [...paths].sort().map((path) => {
    const below = ids.filter((id) => path === '' || id.startsWith(`${path.replaceAll(' ', ':')}:`))
    const next = new Map<string, string>()
    for (const id of below) {
      const word = id.split(':')[path === '' ? 0 : path.split(' ').length]!
      const own = commands[[path.replaceAll(' ', ':'), word].filter(Boolean).join(':')]
      next.set(word, firstLine(own?.summary ?? own?.description))
    }
    const flags = Object.entries(commands[path.replaceAll(' ', ':')]?.flags ?? {}).map(([name, flag]) => ({
      word: `--${name}`,
      about: firstLine(flag.description),
      takesValue: flag.type === 'option',
    }))
    return { path, words: [...next].map(([word, about]) => ({ word, about })), flags }
  })
}

const firstLine = (text = ''): string => text.split('\n')[0]!.replaceAll("'", '').replaceAll(':', ' -')

const bash = (all: readonly Level[]): string => `# slsops completion for bash: eval "$(slsops completion bash)"
_slsops() {
  local current=\${COMP_WORDS[COMP_CWORD]} path="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) break ;; *) case "$path $word" in ${all
      .filter(({ path }) => path)
      .map(({ path }) => `" ${path}"`)
      .join('|')}) path="$path $word" ;; esac ;; esac
  done
  local words=""
  case "$path" in
${all.map(({ path, words, flags }) => `    "${path && ` ${path}`}") words="${[...words, ...flags].map(({ word }) => word).join(' ')}" ;;`).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _slsops slsops
`

const zsh = (all: readonly Level[]): string => `#compdef slsops
# slsops completion for zsh: eval "$(slsops completion zsh)"
_slsops() {
  local path="" word
  local -a offered
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$word" in
      -*) break ;;
      *) case "$path $word" in ${all
        .filter(({ path }) => path)
        .map(({ path }) => `" ${path}"`)
        .join('|')}) path="$path $word" ;; esac ;;
    esac
  done
  case "$path" in
${all.map(({ path, words, flags }) => `    "${path && ` ${path}`}") offered=(${[...words, ...flags].map(({ word, about }) => `'${word}:${about}'`).join(' ')}) ;;`).join('\n')}
  esac
  _describe slsops offered
}
compdef _slsops slsops
`

const fish = (all: readonly Level[]): string =>
  [
    '# slsops completion for fish: slsops completion fish | source',
    ...all.flatMap(({ path, words, flags }) => {
      const typed = path === '' ? '__fish_use_subcommand' : `__fish_seen_subcommand_from ${path.split(' ').at(-1)}`
      return [
        ...words.map(({ word, about }) => `complete -c slsops -n '${typed}' -f -a ${word} -d '${about}'`),
        ...flags.map(
          ({ word, about, takesValue }) =>
            `complete -c slsops -n '${typed}' -l ${word.slice(2)}${takesValue ? ' -r' : ''} -d '${about}'`,
        ),
      ]
    }),
    '',
  ].join('\n')

const scripts: Readonly<Record<Shell, (all: readonly Level[]) => string>> = { bash, zsh, fish }

/** A script that completes commands and flags in the given shell. */
export const completionScript = (shell: Shell, commands: ManifestCommands): string => scripts[shell](levels(commands))
