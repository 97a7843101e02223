/** Names under which AWS services report the same situation. (Each service's API reference: common errors) */
const names = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

export const expiredNames = names('ExpiredToken ExpiredTokenException RequestExpired TokenRefreshRequired')

export const badKeyNames = names(
  'UnrecognizedClientException InvalidClientTokenId InvalidSignatureException SignatureDoesNotMatch AuthFailure ' +
    'InvalidAccessKeyId IncompleteSignature IncompleteSignatureException MissingAuthenticationToken ' +
    'MissingAuthenticationTokenException InvalidToken',
)

export const deniedNames = names(
  'AccessDenied AccessDeniedException AuthorizationError AuthorizationErrorException UnauthorizedOperation ' +
    'NotAuthorizedException KMSAccessDeniedException KmsAccessDenied ForbiddenException',
)

export const clockNames = names('RequestTimeTooSkewed RequestInTheFuture')

/** (AWS SDK for JavaScript v3: throttling error codes) */
export const throttleNames = names(
  'BandwidthLimitExceeded EC2ThrottledException LimitExceededException PriorRequestNotComplete ' +
    'ProvisionedThroughputExceededException RequestLimitExceeded RequestThrottled RequestThrottledException SlowDown ' +
    'ThrottledException Throttling ThrottlingException TooManyRequestsException TransactionInProgressException',
)

export const transientNames = names('TimeoutError RequestTimeout RequestTimeoutException')
export const transientStatuses: ReadonlySet<number> = new Set([500, 502, 503, 504])

/** Errors of a socket or of name resolution. (Node.js: error codes) */
export const networkCodes = names(
  'ECONNRESET ECONNREFUSED EPIPE ETIMEDOUT EHOSTUNREACH ENETUNREACH ENOTFOUND EAI_AGAIN ERR_STREAM_PREMATURE_CLOSE ' +
    'HPE_INVALID_CONSTANT HPE_INVALID_EOF_STATE',
)

export const certificateCodes = names(
  'SELF_SIGNED_CERT_IN_CHAIN DEPTH_ZERO_SELF_SIGNED_CERT UNABLE_TO_GET_ISSUER_CERT ' +
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY UNABLE_TO_VERIFY_LEAF_SIGNATURE CERT_HAS_EXPIRED CERT_NOT_YET_VALID ' +
    'ERR_TLS_CERT_ALTNAME_INVALID CERT_UNTRUSTED',
)

export const notFoundNames = names(
  'ResourceNotFoundException ResourceNotFound QueueDoesNotExist AWS.SimpleQueueService.NonExistentQueue NotFound ' +
    'NotFoundException NoSuchBucket NoSuchKey NoSuchEntity StateMachineDoesNotExist ExecutionDoesNotExist ' +
    'StackNotFoundException ChangeSetNotFound',
)

/** Names with which a service tells that there is no such region for this account, or none yet. */
export const optInNames = names('OptInRequired RegionDisabledException')
