/**
 * The service's idea of now. Its Date header has whole seconds, so a small difference is no difference and the machine's own
 * clock, which is finer, is kept; a larger one is the machine's clock being wrong.
 */
export class ServerClock {
  private readonly local: () => number
  private offset = 0

  constructor(local: () => number) {
    this.local = local
  }

  heard(serverNow: number | null): void {
    if (serverNow === null) return
    const difference = serverNow - this.local()
    this.offset = Math.abs(difference) < 2000 ? 0 : difference
  }

  now(): number {
    return this.local() + this.offset
  }
}
