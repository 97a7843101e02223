/** Why a sleep ended early; an error of its own for each would cost more than the sleep. */
export const RUNG = new Error('rung')

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
