/** What a key id, a signature or a token looks like inside an error message. */
const secrets: readonly RegExp[] = [
  /\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}\b/g,
  /\bCredential=\S+/gi,
  /\bSignature=[0-9a-f]+/gi,
  /\b(?:X-Amz-Security-Token|X-Amz-Signature|X-Amz-Credential|aws_secret_access_key|aws_session_token)\s*[=:]\s*\S+/gi,
  /\b(?:Bearer|Basic)\s+[A-Za-z0-9._~+/-]+=*/g,
  // user:password@ of a proxy's or an endpoint's address
  /(?<=:\/\/)[^\s/@]+@/g,
]

const LONGEST = 500

/** Text of AWS's for a message of ours: one line, no control characters, no secrets, not endless. */
export const safeText = (text: string): string => {
  const masked = secrets.reduce((rest, pattern) => rest.replace(pattern, '***'), text)
  // A refused signature is answered with the canonical request: nothing after that is for a person.
  const told = masked.split(/\n?\s*The Canonical String for this request should have been/)[0]!
  const line = told
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line
}
