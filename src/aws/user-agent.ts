/** How our own requests name themselves; the SDK's clients carry the same word as their application id. */
export const userAgent = 'slsops'
