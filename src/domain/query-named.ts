/** A query that has a name. */
export interface NamedQuery {
  readonly name: string
  readonly about: string
  readonly text: string
  /** Rows where nobody says how many. */
  readonly limit: number
}

// In the text format Insights finds `@duration` and its like, memory in bytes; in the JSON format the record's own fields are there.
// A group that functions share has streams `YYYY/MM/DD/FUNCTION[VERSION]...`; in a group of its own no name stands there.
const report = 'filter @type = "REPORT" or type = "platform.report"'
const stream = '| parse @logStream /^[0-9]+\\/[0-9]+\\/[0-9]+\\/(?<streamFunction>[^\\[]+)\\[/'
const functionName = 'coalesce(streamFunction, @log) as functionName'
const request = 'coalesce(@requestId, record.requestId, requestId, function_request_id) as request'

/** The column that the queries here name a function in: `ACCOUNT:GROUP`, or the function's own name. */
export const functionColumn = 'functionName'

/** Queries of ours, for the text and the JSON format of Lambda's logs. All can be joined from parts. */
export const namedQueries: readonly NamedQuery[] = [
  {
    name: 'slow',
    about: 'the slowest invocations',
    limit: 20,
    text: [
      report,
      stream,
      `| fields ${functionName}, ${request},`,
      '    coalesce(@duration, record.metrics.durationMs) as durationMs,',
      '    coalesce(@initDuration, record.metrics.initDurationMs) as initMs,',
      '    coalesce(@maxMemoryUsed / 1000000, record.metrics.maxMemoryUsedMB) as usedMB',
      '| sort durationMs desc',
      '| display @timestamp, functionName, durationMs, initMs, usedMB, request',
    ].join('\n'),
  },
  {
    name: 'cold-starts',
    about: 'how many invocations started cold, and how long that took at most, by function',
    limit: 1000,
    text: [
      report,
      stream,
      `| fields ${functionName}, coalesce(@initDuration, record.metrics.initDurationMs) as initMs`,
      '| stats sum(ispresent(initMs)) as coldStarts, count(*) as invocations, max(initMs) as longestInitMs by functionName',
      '| sort coldStarts desc',
    ].join('\n'),
  },
  {
    name: 'errors',
    about: 'lines that tell of an error, the newest first',
    limit: 50,
    text: [
      'filter level in ["ERROR", "FATAL", "CRITICAL", "error", "fatal", "critical"]',
      '    or @message like /\\t(ERROR|FATAL)\\t/ or @message like /^\\[(ERROR|CRITICAL|FATAL)\\]/',
      '    or @message like /Task timed out after/ or @message like /Runtime exited with error/',
      '    or (type = "platform.report" and record.status in ["timeout", "failure"])',
      stream,
      `| fields ${functionName}, ${request},`,
      '    coalesce(errorType, error.name, exception_name, record.errorType) as errorName,',
      '    coalesce(errorMessage, error.message, message, @message) as what',
      '| sort @timestamp desc',
      '| display @timestamp, functionName, errorName, what, request',
    ].join('\n'),
  },
  {
    name: 'memory',
    about: 'the most memory that was used, of what there is, by function',
    limit: 1000,
    text: [
      report,
      stream,
      `| fields ${functionName},`,
      '    coalesce(@maxMemoryUsed / 1000000, record.metrics.maxMemoryUsedMB) as usedMB,',
      '    coalesce(@memorySize / 1000000, record.metrics.memorySizeMB) as sizeMB',
      '| stats max(usedMB / sizeMB * 100) as peakPercent, max(usedMB) as peakMB, max(sizeMB) as memoryMB,',
      '    count(*) as invocations by functionName',
      '| sort peakPercent desc',
    ].join('\n'),
  },
  {
    name: 'timeouts',
    about: 'invocations that ran out of time, the newest first',
    limit: 100,
    text: [
      'filter @message like /Task timed out after/ or (type = "platform.report" and record.status = "timeout")',
      '| parse @message /Task timed out after (?<seconds>[0-9.]+) seconds/',
      stream,
      `| fields ${functionName}, ${request}, coalesce(seconds * 1000, record.metrics.durationMs) as afterMs`,
      '| sort @timestamp desc',
      '| display @timestamp, functionName, afterMs, request',
    ].join('\n'),
  },
]
