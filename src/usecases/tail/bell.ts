/** Lets one waiter know that something has come. What comes while nobody waits is seen at the next look. */
export class Bell {
  private waiter: (() => void) | null = null

  ring(): void {
    this.waiter?.()
  }

  /** Gives a function that ends the waiting. */
  wait(wake: () => void): () => void {
    this.waiter = wake
    return () => {
      this.waiter = null
    }
  }
}
