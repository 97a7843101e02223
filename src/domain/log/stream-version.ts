/** The version of the function that a log stream belongs to: `$LATEST` or `12` of `2026/11/23/[$LATEST]e34e...`; null where it names none. */
export const streamVersion = (stream: string): string | null => /\[(\$LATEST|\d{1,20})\]/.exec(stream)?.[1] ?? null
