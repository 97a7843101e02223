/**
 * A certificate authority that nobody trusts, and a server certificate of it for `localhost`, `127.0.0.1`,
 * `*.amazonaws.com` and `*.eu-west-1.amazonaws.com`: node:crypto can't sign certificates, so these were made with
 * openssl and hold for a hundred years. The key guards nothing but tests on loopback; the CA's own key was thrown away.
 */
export const testCa = `-----BEGIN CERTIFICATE-----
MIIBmTCCAT+gAwIBAgIUVa/Znpwtub6WGXc21LbcyHbUYkwwCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOc2xzb3BzIHRlc3QgQ0EwIBcNMjYxMTI0MTEwODA3WhgPMjEy
NjEwMzExMTA4MDdaMBkxFzAVBgNVBAMMDnNsc29wcyB0ZXN0IENBMFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEs0xUOgGDn474VuVIK1WJgRBYmKDPjysOBjCIwluG
UOLcS2O2I424nbCF6qlCxT/jB/Vp5aqWtMYt+FxDiPmwH6NjMGEwHQYDVR0OBBYE
FH83NaL+Qs2HhJ97xW3Dl5uQ8bb2MB8GA1UdIwQYMBaAFH83NaL+Qs2HhJ97xW3D
l5uQ8bb2MA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0PAQH/BAQDAgIEMAoGCCqGSM49
BAMCA0gAMEUCIG5ivCiUFxK+M+RLRh9/n646v19XN1Vds7He2Y8dE4tzAiEA5v8+
ltHdmOaewuTBd4F28aafSapnuNmpnpr5hrA9qgw=
-----END CERTIFICATE-----
`

export const serverCertificate = `-----BEGIN CERTIFICATE-----
MIIB2jCCAYGgAwIBAgIUPWtVqq50XVGZVrRN6MWV3BA73KAwCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOc2xzb3BzIHRlc3QgQ0EwIBcNMjYxMTI0MTEwODA3WhgPMjEy
NjEwMzExMTA4MDdaMB0xGzAZBgNVBAMMEnNsc29wcyB0ZXN0IHNlcnZlcjBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABM3ljwp3ocYOJ+jnqPfGHHwDYUuZGTWm82GB
VKbIOsg5YT8rC79B4dZmHqUj/6jBsLdCc9vK8NRNe0YXMWz3sXujgaAwgZ0wRgYD
VR0RBD8wPYIJbG9jYWxob3N0gg8qLmFtYXpvbmF3cy5jb22CGSouZXUtd2VzdC0x
LmFtYXpvbmF3cy5jb22HBH8AAAEwEwYDVR0lBAwwCgYIKwYBBQUHAwEwHQYDVR0O
BBYEFF4m+iJdAW18bvOxJze8TlA0242SMB8GA1UdIwQYMBaAFH83NaL+Qs2HhJ97
xW3Dl5uQ8bb2MAoGCCqGSM49BAMCA0cAMEQCIBClltiyBqHVpeg0UTJAgb0S6Eq8
Y/ITnXCdF+VBxHTEAiAqnfdKfKnv5St45dBBJygkf4HrrQkDaAAucWv7iI3usg==
-----END CERTIFICATE-----
`

export const serverKey = `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIGN6ulmv9cJczQJnzYivmqNg5lKxBb8Sy9MJSqPKo87qoAoGCCqGSM49
AwEHoUQDQgAEzeWPCnehxg4n6Oeo98YcfANhS5kZNabzYYFUpsg6yDlhPysLv0Hh
1mYepSP/qMGwt0Jz28rw1E17RhcxbPexew==
-----END EC PRIVATE KEY-----
`
