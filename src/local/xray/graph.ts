import { pageOf } from '../protocol/pages.ts'
import type { Operation } from '../service.ts'
import { factsOf, type ServiceFacts, type ServiceId } from './facts.ts'
import { invalid } from './filter.ts'
import { nodesOf, processed } from './processed.ts'
import type { SegmentStore } from './segments.ts'
import { windowOf } from './window.ts'

const pageSize = 50

/** What is counted of a service, or of the requests from one to another. Times in seconds. */
class Tally {
  start = Number.POSITIVE_INFINITY
  end = 0
  readonly times: number[] = []
  ok = 0
  errors = 0
  throttles = 0
  faults = 0

  add({ segment, flags, numbers }: ServiceFacts): void {
    this.start = Math.min(this.start, segment.start_time)
    this.end = Math.max(this.end, segment.end_time ?? segment.start_time)
    if (numbers.responsetime !== undefined) this.times.push(numbers.responsetime)
    if (flags.fault) this.faults += 1
    else if (segment.throttle === true) this.throttles += 1
    else if (flags.error) this.errors += 1
    else this.ok += 1
  }

  /** (X-Ray API: ServiceStatistics, EdgeStatistics.) */
  told() {
    const { ok, errors, throttles, faults } = this
    return {
      StartTime: this.start,
      EndTime: this.end,
      SummaryStatistics: {
        OkCount: ok,
        ErrorStatistics: { ThrottleCount: throttles, OtherCount: errors, TotalCount: throttles + errors },
        FaultStatistics: { OtherCount: faults, TotalCount: faults },
        TotalCount: ok + errors + throttles + faults,
        TotalResponseTime: this.times.reduce((sum, time) => sum + time, 0),
      },
    }
  }

  histogram() {
    const rounded = Map.groupBy(this.times, (time) => Math.round(time * 1000) / 1000)
    return [...rounded].sort(([a], [b]) => a - b).map(([Value, { length }]) => ({ Value, Count: length }))
  }
}

interface Node {
  readonly id: ServiceId
  readonly reference: number
  readonly tally: Tally
  readonly edges: Map<string, { readonly to: Node; readonly isLink: boolean; readonly tally: Tally; ages: number[] }>
  root: boolean
}

const histogramOf = (values: readonly number[]) => Object.assign(new Tally(), { times: values }).histogram()

/** Who called whom in a window, over the traces themselves: services, clients of the first of them, and links between traces. */
export const getServiceGraph =
  (store: SegmentStore, account: string): Operation =>
  ({ body }) => {
    const asked = (body ?? {}) as Record<string, unknown>
    const [from, to] = windowOf(asked, 6)
    if (!['Default', undefined].includes(asked['GroupName'] as undefined) || asked['GroupARN'] !== undefined)
      throw invalid('The embedded cloud has no group but Default')
    const nodes = new Map<string, Node>()
    const nodeOf = (id: ServiceId): Node => {
      const key = `${id.Name} ${id.Type}`
      const made = nodes.get(key) ?? {
        id,
        reference: nodes.size,
        tally: new Tally(),
        edges: new Map(),
        root: false,
      }
      nodes.set(key, made)
      return made
    }
    const connect = (start: Node, end: Node, of: ServiceFacts, age?: number): void => {
      const key = `${end.reference} ${age !== undefined}`
      const edge = start.edges.get(key) ?? { to: end, isLink: age !== undefined, tally: new Tally(), ages: [] }
      start.edges.set(key, edge)
      edge.tally.add(of)
      if (age !== undefined) edge.ages.push(age)
    }

    for (const trace of store.within(from, to)) {
      const { services } = factsOf(processed(trace), account)
      const owners = new Map(
        services.flatMap((one) => nodesOf(one.segment).map(({ id }) => [id, nodeOf(one.id)] as const)),
      )
      for (const one of services) {
        const node = nodeOf(one.id)
        node.tally.add(one)
        const { parent_id, name, links = [], start_time } = one.segment
        const parent = owners.get(parent_id ?? '')
        if (parent !== undefined) connect(parent, node, one)
        else if (links.length === 0 && !one.segment.inferred) {
          node.root = true
          connect(nodeOf({ ...one.id, Name: name, Type: 'client' }), node, one)
        }
        for (const { trace_id, id } of links) {
          if (trace_id === trace.id) continue
          const sender = store.get(trace_id)
          const of = sender && factsOf(processed(sender), account).services
          const found = of
            ?.flatMap((origin) => nodesOf(origin.segment).map((span) => ({ origin, span })))
            .find(({ span }) => span.id === id)
          if (found)
            connect(nodeOf(found.origin.id), node, one, start_time - (found.span.end_time ?? found.span.start_time))
        }
      }
    }

    const Services = [...nodes.values()].map(({ id, reference, tally, edges, root }) => ({
      ReferenceId: reference,
      ...id,
      ...(root ? { Root: true } : {}),
      State: id.Type === 'client' ? 'unknown' : 'active',
      Edges: [...edges.values()].map((edge) => ({
        ReferenceId: edge.to.reference,
        ...edge.tally.told(),
        ...(edge.isLink
          ? { EdgeType: 'link', ReceivedEventAgeHistogram: histogramOf(edge.ages) }
          : { ResponseTimeHistogram: edge.tally.histogram() }),
        Aliases: [],
      })),
      ...(id.Type === 'client'
        ? { StartTime: from, EndTime: to }
        : { ...tally.told(), DurationHistogram: tally.histogram(), ResponseTimeHistogram: tally.histogram() }),
    }))
    const asPage = { token: asked['NextToken'] ?? undefined, size: undefined, most: pageSize }
    const { items, next } = pageOf(Services, asPage, () => invalid('Invalid NextToken'))
    return { StartTime: from, EndTime: to, Services: items, ContainsOldGroupVersions: false, NextToken: next }
  }
