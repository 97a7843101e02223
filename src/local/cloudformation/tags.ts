import { type CollectionTag, Pair, Scalar, type ScalarTag, YAMLMap, YAMLSeq } from 'yaml'

/** Every function CloudFormation lets a YAML template write as a tag, rules functions included. */
const functions: readonly string[] = [
  ...['Base64', 'Cidr', 'FindInMap', 'GetAtt', 'GetAZs', 'If', 'ImportValue', 'Join', 'Length', 'Select', 'Split'],
  ...['Sub', 'ToJsonString', 'Transform', 'And', 'Equals', 'Not', 'Or', 'Contains', 'EachMemberEquals', 'EachMemberIn'],
  ...['RefAll', 'ValueOf', 'ValueOfAll', 'GetStackOutput'],
]

const longNames: Readonly<Record<string, string>> = {
  Ref: 'Ref',
  Condition: 'Condition',
  ...Object.fromEntries(functions.map((name) => [name, `Fn::${name}`])),
}

const call = (name: string, argument: unknown): YAMLMap => {
  const map = new YAMLMap()
  map.add(new Pair(new Scalar(name), argument))
  return map
}

/** `!GetAtt Bucket.Arn` is the one tag whose text is short for a list; the attribute itself may hold dots. */
const argumentOf = (name: string, text: string): unknown => {
  const dot = text.indexOf('.')
  if (name !== 'Fn::GetAtt' || dot < 0) return new Scalar(text)
  const pair = new YAMLSeq()
  pair.items.push(new Scalar(text.slice(0, dot)), new Scalar(text.slice(dot + 1)))
  return pair
}

/** CloudFormation's short tags, read into the long form that a JSON template has: `!Ref A` -> `{Ref: 'A'}`. */
export const shortTags: (ScalarTag | CollectionTag)[] = Object.entries(longNames).flatMap(([short, long]) => {
  const tag = `!${short}`
  return [
    { tag, resolve: (text: string) => call(long, argumentOf(long, text)) },
    { tag, collection: 'map' as const, resolve: (map: YAMLMap.Parsed | YAMLSeq.Parsed) => call(long, untagged(map)) },
    { tag, collection: 'seq' as const, resolve: (seq: YAMLMap.Parsed | YAMLSeq.Parsed) => call(long, untagged(seq)) },
  ] as (ScalarTag | CollectionTag)[]
})

/** The argument keeps no tag of its own, or it would be read as a call once more. */
const untagged = <T extends YAMLMap | YAMLSeq>(node: T): T => {
  delete node.tag
  return node
}
