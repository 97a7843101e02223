/** Whether a session tells of a group, as the one who polls it has to know. */
export class Coverage {
  /** A session tells of everything: there is no need to look for what is new. */
  up = false
  /** Something may have been missed: what lies within the overlap is to be read again now. */
  owes = false
  onOwes: () => void = () => {}

  set(up: boolean): void {
    this.up = up
    this.owes = true
    this.onOwes()
  }
}
