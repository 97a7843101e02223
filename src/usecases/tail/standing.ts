/** How the read of one group stands at the moment, for those who decide what is read next. */
export class Standing {
  /** It waits before it asks again, and needs no place meanwhile. */
  resting = false
  /** It is past its first page: a long one. */
  paging = false
  onRest: () => void = () => {}

  async rest(sleep: Promise<void>): Promise<void> {
    this.resting = true
    this.onRest()
    try {
      await sleep
    } finally {
      this.resting = false
    }
  }
}
