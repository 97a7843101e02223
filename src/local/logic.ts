type Test<T> = (value: T) => boolean

/** Reads tests that stand between signs for "and" and "or"; "and" binds closer. `and` and `or` take their sign where it comes next. */
export const readLogic = <T>(read: () => Test<T>, and: () => boolean, or: () => boolean): Test<T> => {
  const every = (): Test<T> => {
    const tests = [read()]
    while (and()) tests.push(read())
    return (value) => tests.every((test) => test(value))
  }
  const any = [every()]
  while (or()) any.push(every())
  return (value) => any.some((test) => test(value))
}
