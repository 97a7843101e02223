declare module 'dynalite' {
  import type { Server } from 'node:http'
  /** An HTTP server that need not listen: it answers `emit('request', request, response)`. */
  export default function dynalite(options: {
    createTableMs: number
    deleteTableMs: number
    updateTableMs: number
  }): Server
}
