const limit = 500

/**
 * Whether JSON text nests deeper than anybody logs. Such a line is somebody's attack: to walk what it parses to, or to print it again,
 * would overflow the stack. Short texts can't be that deep and cost nothing.
 */
export const nestsTooDeep = (json: string): boolean => {
  if (json.length < 2 * limit) return false
  let depth = 0
  let quoted = false
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at)
    if (quoted) {
      if (code === 92) at++
      else if (code === 34) quoted = false
    } else if (code === 34) quoted = true
    else if (code === 123 || code === 91) {
      if (++depth > limit) return true
    } else if (code === 125 || code === 93) depth--
  }
  return false
}
