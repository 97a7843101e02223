import { readFileSync } from 'node:fs'
import type * as tls from 'node:tls'
import { Problem } from '../domain/problem.ts'
import type { Environment } from './settings.ts'

/**
 * Certificates to trust when AWS_CA_BUNDLE (or the profile's `ca_bundle`) names some of our own; null = leave it to
 * Node, which reads NODE_EXTRA_CA_CERTS itself. A `ca` option replaces all that Node would trust, so its own roots, the
 * system's where Node was told to use them, and NODE_EXTRA_CA_CERTS are put back in.
 */
export const authorities = (env: Environment, profileBundle: string | null): string[] | null => {
  const bundle = env['AWS_CA_BUNDLE'] || profileBundle
  if (!bundle) return null
  const { getCACertificates, rootCertificates } = process.getBuiltinModule('node:tls') as typeof tls
  // getCACertificates came with 22.15.
  const trusted = getCACertificates?.('default') ?? rootCertificates
  const extra = env['NODE_EXTRA_CA_CERTS']
  return [...trusted, ...(extra ? optional(extra) : []), required(bundle)]
}

const optional = (file: string): string[] => {
  try {
    return [readFileSync(file, 'utf8')]
  } catch {
    // Node itself only warns about it.
    return []
  }
}

const required = (file: string): string => {
  try {
    const text = readFileSync(file, 'utf8')
    if (text.includes('-----BEGIN CERTIFICATE-----')) return text
  } catch (cause) {
    throw unusable(file, cause)
  }
  throw unusable(file, undefined)
}

const unusable = (file: string, cause: unknown): Problem =>
  new Problem('Usage', `The certificates in ${file} (AWS_CA_BUNDLE) can't be read.`, {
    hint: 'It has to be a file of PEM certificates: -----BEGIN CERTIFICATE----- ...',
    exit: 2,
    cause,
  })
